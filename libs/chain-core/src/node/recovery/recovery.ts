import { randomBytes } from 'node:crypto';
import type { KeyPair } from '../../crypto/sign';
import { perform, whenDone, type Executor } from '../../execution';
import type { Bytes, Hash } from '../../primitives/bytes';
import { toHex } from '../../primitives/bytes';
import type { Json } from '../../primitives/json';
import { Refusal, refuse } from '../../primitives/refusal';
import type { SealedBlock } from '../../protocol/block';
import { quorumOf } from '../../protocol/committee';
import { provePossession } from '../../protocol/possession';
import { votingKeyPair } from '../../protocol/voting-keys';
import type { Clock } from '../clock';
import type { ExecutedBlock } from '../executed-block';
import type { NodeLog } from '../node-log';
import { Readiness, type SeatReadiness } from './readiness';
import { isProposalOf, proposalOf } from './recovery-blocks';
import type { RecoveryRecord } from './recovery-file';
import { RecoveryKeep } from './recovery-keep';
import { decodeRecoveryMessage, encodeRecoveryMessage, type Ready, type RecoveryMessage } from './recovery-messages';
import { RestartLead } from './restart-lead';
import { RestartSigner, type SignedEnd } from './restart-signer';
import type { Seats } from '../seats';

export interface RecoveryOptions {
  readonly dataDir: string;
  readonly chainId: Hash;
  /** The node's own. */
  readonly keys: KeyPair;
  /** What was written before. */
  readonly record: RecoveryRecord | undefined;
}

export interface RecoveryParts {
  readonly executor: Executor;
  readonly seats: Seats;
  readonly clock: Clock;
  readonly log: NodeLog;
  final(): ExecutedBlock;
  /** From now on no vote of the present epoch is given. */
  hold(): void;
  /** An encoded command to the kernel, signed as this node's seat. */
  sign(command: string, payload: Json): Bytes;
  /** To one node, or to those of all seats. */
  send(peer: string | 'all', message: Bytes): void;
  /** Blocks that are final now. */
  follow(blocks: readonly SealedBlock[], certificate: Bytes): Promise<void>;
  onFatal(error: unknown): void;
}

/** How far starting again has come, as this node sees it. */
export interface RecoveryView {
  readonly epoch: number;
  /** Whether it was confirmed here: then this node votes no more in this epoch. */
  readonly isPrepared: boolean;
  /** Seats that must take part. */
  readonly needed: number;
  readonly seats: readonly SeatReadiness[];
}

/**
 * Lets a chain whose every node was restored from backup start again (see "Starting again" in consensus/bft/epochs.md):
 *   1. prepare: confirmed on each machine. What makes it certain that the old key votes no more, and the fresh one, is on disk before anybody hears of it;
 *   2. one node, told to, proposes the fresh keys of all who are prepared and stand on the same block; the others approve;
 *   3. it builds the two blocks that end the epoch (RestartLead); each node signs one such pair in its life of the epoch, after that is on disk (RestartSigner);
 *   4. a quorum of signatures makes them final. The new epoch begins as after any hand-over.
 */
export class Recovery {
  readonly #options: RecoveryOptions;
  readonly #parts: RecoveryParts;
  readonly #keep: RecoveryKeep;
  readonly #ready: Readiness;
  readonly #signer: RestartSigner;
  /** While this node leads. */
  #lead: RestartLead | undefined;

  constructor(options: RecoveryOptions, parts: RecoveryParts) {
    const { executor, seats, log, final } = parts;
    this.#options = options;
    this.#parts = parts;
    this.#keep = new RecoveryKeep(options);
    this.#ready = new Readiness({ seats, finalId: () => final().block.id });
    this.#signer = new RestartSigner(options, { executor, seats, log, final, ready: this.#ready, keep: this.#keep });
  }

  /** Whether it was confirmed here: then this node votes no more in the present epoch. */
  get isPrepared(): boolean {
    return !this.mayVote(this.#parts.seats.committee.epoch);
  }

  /** False in an epoch that this node has given up. */
  mayVote(epoch: number): boolean {
    return this.#keep.record?.epoch !== epoch;
  }

  /** As many as a quorum, and as many as governance asks for. */
  get needed(): number {
    const { executor, final, seats } = this.#parts;
    return Math.max(quorumOf(seats.committee.seats.length), executor.seatsAfter(final().asParent)!.approvalsNeeded());
  }

  /** In words, while it is under way here. */
  get trouble(): string | undefined {
    if (!this.isPrepared) return undefined;
    const { seats, final } = this.#parts;
    const others = `${this.#ready.level.size} of ${seats.committee.seats.length} validators are prepared and stand on block ${final().height} like this one; ${this.needed} are needed`;
    return `This node was restored and gives no vote in epoch ${seats.committee.epoch} any more. ${others}. Then start the chain again on one of them.`;
  }

  get view(): RecoveryView {
    return { epoch: this.#parts.seats.committee.epoch, isPrepared: this.isPrepared, needed: this.needed, seats: this.#ready.bySeat };
  }

  /** Confirmed by a person: every node of this chain was restored, and nobody knows any more what its key has signed. @throws Refusal RECOVERY_NO_SEAT {epoch} */
  prepare(): void {
    const { seats, hold } = this.#parts;
    const { epoch } = seats.committee;
    if (seats.place === undefined) refuse('RECOVERY_NO_SEAT', { epoch });
    if (!this.isPrepared) {
      const { votingSeed: before, earlierSeeds = [] } = this.#keep.record ?? {};
      const votingSeed = new Uint8Array(randomBytes(32));
      this.#keep.write({ epoch, votingSeed, earlierSeeds: [...earlierSeeds, ...(before ? [before] : [])] }); // 1
      seats.addVotingSeed(votingSeed);
      hold();
    }
    this.tell();
  }

  /**
   * Confirmed by a person, on one node: all who are going to come are there.
   * @throws Refusal RECOVERY_NOT_PREPARED; RECOVERY_BEHIND {height, highest}: a node has a later block, which must come here first; RECOVERY_TOO_FEW {ready, needed}
   */
  start(): void {
    if (!this.isPrepared) refuse('RECOVERY_NOT_PREPARED');
    const { executor, final, sign } = this.#parts;
    const { height } = final();
    const { highest, level } = this.#ready;
    if (highest > height) refuse('RECOVERY_BEHIND', { height, highest });
    if (level.size < this.needed) refuse('RECOVERY_TOO_FEW', { ready: level.size, needed: this.needed });
    const built = this.#keep.record?.blocks;
    if (built !== undefined) return (this.#lead ??= this.#newLead()).offer(built);
    this.#lead = this.#newLead();
    this.#lead.propose(sign('propose-change', proposalOf(executor, final().asParent, level))); // 2, 3
  }

  /** A seat's node connected, or there are new final blocks: others should know where this node stands. */
  tell(): void {
    if (!this.isPrepared) return;
    const { seats, final } = this.#parts;
    const { height, block } = final();
    const { scheme } = seats.committee;
    const keys = votingKeyPair(scheme, this.#keep.record!.votingSeed);
    const ready: Ready = { kind: 'ready', height, blockId: block.id, votingKey: keys.publicKey, proofOfPossession: provePossession(scheme, keys, this.#options.keys.publicKey) };
    this.#ready.note(this.#own, ready);
    this.#say('all', ready);
  }

  onDisconnected(peer: string): void {
    this.#ready.forget(peer);
  }

  /** Another committee decides. */
  entered(): void {
    this.#ready.clear();
    this.#lead = undefined;
  }

  /** From the node of a seat, in the present epoch. @returns why no honest node says this; undefined: it may be. */
  onMessage(peer: string, bytes: Bytes): string | undefined {
    let message: RecoveryMessage;
    try {
      message = decodeRecoveryMessage(bytes);
    } catch (error) {
      if (error instanceof Refusal) return 'it speaks of starting again in a way that cannot be read';
      throw error;
    }
    if (message.kind === 'ready') return this.#hearReady(peer, message);
    if (this.isPrepared) this.#hear(peer, message);
    return undefined;
  }

  #hearReady(peer: string, ready: Ready): string | undefined {
    const fault = this.#ready.fault(peer, ready);
    if (fault === undefined && this.#ready.note(peer, ready)) this.tell();
    return fault;
  }

  #hear(peer: string, message: Exclude<RecoveryMessage, Ready>): void {
    switch (message.kind) {
      case 'propose':
        return this.#approve(peer, message.transaction);
      case 'approve':
        return this.#lead?.takeApproval(peer, message.transaction);
      case 'blocks':
        return this.#signBlocks(peer, message.blocks);
      case 'signature':
        return this.#lead?.takeSignature(peer, message.blockId, message.signature);
    }
  }

  /** Only of what this node heard from the seats themselves. */
  #approve(peer: string, transaction: Bytes): void { // 2
    const { executor, final, sign, log } = this.#parts;
    if (!isProposalOf(transaction, executor, final().asParent, this.#ready.level)) {
      log('warn', 'a proposal to start again does not name the keys that this node has heard of; not approved', { nodeKey: peer });
      return this.tell();
    }
    const change = executor.seatsAfter(final().asParent)!.epoch().nextChange;
    this.#say(peer, { kind: 'approve', transaction: sign('approve-change', { change }) });
  }

  #signBlocks(peer: string, encoded: readonly [Bytes, Bytes]): void { // 3
    const say = ({ blocks, signature }: SignedEnd) => this.#say(peer, { kind: 'signature', blockId: blocks[1].id, signature });
    void whenDone(perform(this.#signer.sign(encoded)), (signed) => signed && say(signed), this.#parts.onFatal);
  }

  #newLead(): RestartLead {
    const { executor, seats, clock, final } = this.#parts;
    return new RestartLead({ chainId: this.#options.chainId, own: this.#own, needed: this.needed }, {
      executor, seats, clock, final,
      keep: this.#keep,
      signer: this.#signer,
      sayToAll: (message) => this.#say('all', message),
      onEnd: (blocks, certificate) => this.#end(blocks, certificate),
      onFatal: this.#parts.onFatal,
    });
  }

  #end(blocks: readonly SealedBlock[], certificate: Bytes): void { // 4
    const { follow, log, onFatal } = this.#parts;
    const { epoch, height } = blocks.at(-1)!.header;
    log('info', 'the chain starts again: a quorum of nodes has signed the end of the epoch', { epoch, height });
    follow(blocks, certificate).catch(onFatal);
  }

  get #own(): string {
    return toHex(this.#options.keys.publicKey);
  }

  #say(peer: string | 'all', message: RecoveryMessage): void {
    this.#parts.send(peer, encodeRecoveryMessage(message));
  }
}
