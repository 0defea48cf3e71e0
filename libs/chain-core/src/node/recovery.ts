import { randomBytes } from 'node:crypto';
import type { KeyPair } from '../crypto/sign';
import type { Executor } from '../execution';
import type { Bytes, Hash } from '../primitives/bytes';
import { equalBytes, toHex } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { Refusal, refuse } from '../primitives/refusal';
import type { SealedBlock } from '../protocol/block';
import { SCHEME_FORMS } from '../protocol/certificate-scheme';
import { quorumOf } from '../protocol/committee';
import { provePossession, provesPossession } from '../protocol/possession';
import { encodeRestartCertificate, makeRestartCertificate, signRestart, verifyRestartSignature } from '../protocol/restart-certificate';
import { votingKeyPair } from '../protocol/voting-keys';
import type { Clock } from './clock';
import type { ExecutedBlock } from './executed-block';
import type { NodeLog } from './node-log';
import { buildLastBlocks, isProposalOf, openLastBlocks, proposalOf, type LastBlocks } from './recovery-blocks';
import { writeRecovery, type RecoveryRecord } from './recovery-file';
import { decodeRecoveryMessage, encodeRecoveryMessage, type Ready, type RecoveryMessage } from './recovery-messages';
import type { Seats } from './seats';

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
  readonly seats: readonly { readonly place: number; readonly nodeKey: string; readonly isPrepared: boolean; readonly height: number | null }[];
}

/**
 * Lets a chain whose every node was restored from backup start again (see "Starting again" in consensus/bft/epochs.md):
 *   1. prepare: confirmed on each machine. What makes it certain that the old key votes no more, and the fresh one, is on disk before anybody hears of it;
 *   2. one node, told to, proposes the fresh keys of all who are prepared and stand on the same block; the others approve;
 *   3. it builds the two blocks that end the epoch; each node signs one such pair in its life of the epoch, after that is on disk;
 *   4. a quorum of signatures makes them final. The new epoch begins as after any hand-over.
 */
export class Recovery {
  readonly #options: RecoveryOptions;
  readonly #parts: RecoveryParts;
  #record: RecoveryRecord | undefined;
  /** By node key, of the present epoch; this node's own too. */
  readonly #ready = new Map<string, Ready>();
  /** While this node leads. */
  #leading: { readonly payload: Json; readonly transactions: Bytes[]; readonly approved: Set<string>; blocks?: LastBlocks; readonly signatures: Map<number, Bytes> } | undefined;

  constructor(options: RecoveryOptions, parts: RecoveryParts) {
    this.#options = options;
    this.#parts = parts;
    this.#record = options.record;
  }

  /** In words, while it is under way here. */
  get trouble(): string | undefined {
    if (!this.isPrepared) return undefined;
    const { seats, final } = this.#parts;
    const others = `${this.#level.size} of ${seats.committee.seats.length} validators are prepared and stand on block ${final().height} like this one; ${this.needed} are needed`;
    return `This node was restored and gives no vote in epoch ${seats.committee.epoch} any more. ${others}. Then start the chain again on one of them.`;
  }

  /** False in an epoch that this node has given up. */
  mayVote(epoch: number): boolean {
    return this.#record?.epoch !== epoch;
  }

  get view(): RecoveryView {
    const { seats } = this.#parts;
    const { committee } = seats;
    return {
      epoch: committee.epoch,
      isPrepared: this.isPrepared,
      needed: this.needed,
      seats: committee.seats.map(({ nodeKey }, place) => {
        const ready = this.#ready.get(toHex(nodeKey));
        return { place, nodeKey: toHex(nodeKey), isPrepared: ready !== undefined, height: ready?.height ?? null };
      }),
    };
  }

  /** Confirmed by a person: every node of this chain was restored, and nobody knows any more what its key has signed. @throws Refusal RECOVERY_NO_SEAT {epoch} */
  prepare(): void {
    const { seats, hold } = this.#parts;
    const { epoch } = seats.committee;
    if (seats.place === undefined) refuse('RECOVERY_NO_SEAT', { epoch });
    if (!this.isPrepared) {
      const { votingSeed, earlierSeeds = [] } = this.#record ?? {};
      this.#write({ epoch, votingSeed: new Uint8Array(randomBytes(32)), earlierSeeds: [...earlierSeeds, ...(votingSeed ? [votingSeed] : [])] }); // 1
      seats.addVotingSeed(this.#record!.votingSeed);
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
    const highest = Math.max(...[...this.#ready.values()].map((ready) => ready.height));
    if (highest > height) refuse('RECOVERY_BEHIND', { height, highest });
    const level = this.#level;
    if (level.size < this.needed) refuse('RECOVERY_TOO_FEW', { ready: level.size, needed: this.needed });
    const built = this.#record?.blocks;
    if (built !== undefined) return this.#offer(built);
    const payload = proposalOf(executor, final().asParent, level);
    const transaction = sign('propose-change', payload);
    this.#leading = { payload, transactions: [transaction], approved: new Set([this.#own]), signatures: new Map() };
    this.#say('all', { kind: 'propose', transaction });
    this.#buildIfApproved();
  }

  /** A seat's node connected, or there are new final blocks: others should know where this node stands. */
  tell(): void {
    if (!this.isPrepared) return;
    const { seats, final } = this.#parts;
    const { height, block } = final();
    const { scheme } = seats.committee;
    const keys = votingKeyPair(scheme, this.#record!.votingSeed);
    const ready: Ready = { kind: 'ready', height, blockId: block.id, votingKey: keys.publicKey, proofOfPossession: provePossession(scheme, keys, this.#options.keys.publicKey) };
    this.#ready.set(this.#own, ready);
    this.#say('all', ready);
  }

  /** Who is gone takes no part until it is back and says again where it stands. */
  onDisconnected(peer: string): void {
    this.#ready.delete(peer);
  }

  /** Another committee decides. */
  entered(): void {
    this.#ready.clear();
    this.#leading = undefined;
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

  #hearReady(peer: string, message: Ready): string | undefined {
    const { scheme, seats } = this.#parts.seats.committee;
    const seat = seats[this.#parts.seats.seatOf(peer)!]!;
    const { votingKeyBytes, signatureBytes } = SCHEME_FORMS[scheme];
    const isShaped = message.votingKey.length === votingKeyBytes && message.proofOfPossession.length === signatureBytes;
    if (!isShaped || !provesPossession(scheme, message.proofOfPossession, seat.nodeKey, message.votingKey)) return 'it does not hold the fresh key that it names';
    const isNew = !this.#ready.has(peer);
    this.#ready.set(peer, message);
    if (isNew) this.tell();
    return undefined;
  }

  #hear(peer: string, message: Exclude<RecoveryMessage, Ready>): void {
    switch (message.kind) {
      case 'propose':
        return this.#approve(peer, message.transaction);
      case 'approve':
        return this.#takeApproval(peer, message.transaction);
      case 'blocks':
        return this.#signBlocks(peer, message.blocks);
      case 'signature':
        return this.#takeSignature(peer, message.blockId, message.signature);
    }
  }

  /** Only of what this node heard from the seats themselves. */
  #approve(peer: string, transaction: Bytes): void { // 2
    const { executor, final, sign } = this.#parts;
    if (!isProposalOf(transaction, executor, final().asParent, this.#level)) {
      this.#parts.log('warn', 'a proposal to start again does not name the keys that this node has heard of; not approved', { nodeKey: peer });
      return this.tell();
    }
    const change = executor.seatsAfter(final().asParent)!.epoch().nextChange;
    this.#say(peer, { kind: 'approve', transaction: sign('approve-change', { change }) });
  }

  #takeApproval(peer: string, transaction: Bytes): void {
    const leading = this.#leading;
    if (leading === undefined || leading.blocks !== undefined || leading.approved.has(peer)) return;
    leading.approved.add(peer);
    leading.transactions.push(transaction);
    this.#buildIfApproved();
  }

  #buildIfApproved(): void { // 3
    const leading = this.#leading!;
    if (leading.approved.size < this.needed) return;
    const { executor, final, clock, seats } = this.#parts;
    const blocks = buildLastBlocks(executor, final().asParent, { proposer: seats.place!, timeMs: clock.nowMs(), transactions: leading.transactions });
    if (blocks === undefined) return;
    this.#write({ ...this.#record!, blocks: [blocks[0].bytes, blocks[1].bytes] });
    this.#offer(this.#record!.blocks!);
  }

  #offer(encoded: readonly [Bytes, Bytes]): void {
    this.#leading ??= { payload: null, transactions: [], approved: new Set(), signatures: new Map() };
    const signature = this.#signed(encoded);
    if (signature === undefined) return;
    this.#leading.blocks = signature.blocks;
    this.#say('all', { kind: 'blocks', blocks: encoded });
    this.#takeSignature(this.#own, signature.blocks[1].id, signature.bytes);
  }

  #signBlocks(peer: string, encoded: readonly [Bytes, Bytes]): void {
    const signature = this.#signed(encoded);
    if (signature !== undefined) this.#say(peer, { kind: 'signature', blockId: signature.blocks[1].id, signature: signature.bytes });
  }

  /** Signs the end of the epoch if it is what was confirmed: fresh keys for the same seats, and nothing else. */
  #signed(encoded: readonly [Bytes, Bytes]): { readonly blocks: LastBlocks; readonly bytes: Bytes } | undefined {
    const { executor, final, log } = this.#parts;
    const opened = openLastBlocks(executor, final().asParent, encoded);
    if (typeof opened === 'string') return void log('warn', 'an end of this epoch is not signed', { reason: opened });
    const { blocks, committee } = opened;
    const [, { id, header }] = blocks;
    if (!this.#isAsConfirmed(committee)) return void log('warn', 'an end of this epoch is not signed', { reason: 'it does more than to give fresh keys' });
    if (this.#record!.signed !== undefined && !equalBytes(this.#record!.signed, id)) return void log('warn', 'an end of this epoch is not signed', { reason: 'this node has signed another one' });
    this.#write({ ...this.#record!, signed: id });
    return { blocks, bytes: signRestart(this.#options.chainId, { epoch: header.epoch, view: header.view, blockId: id }, this.#options.keys) };
  }

  #isAsConfirmed({ scheme, seats: next }: Seats['committee']): boolean {
    const { committee } = this.#parts.seats;
    const isFresh = ({ nodeKey, votingKey }: (typeof next)[number], place: number) => {
      const fresh = this.#ready.get(toHex(nodeKey))?.votingKey;
      const mayStay = toHex(nodeKey) !== this.#own && equalBytes(votingKey, committee.seats[place]!.votingKey);
      return equalBytes(nodeKey, committee.seats[place]!.nodeKey) && (mayStay || (fresh !== undefined && equalBytes(votingKey, fresh)));
    };
    return scheme === committee.scheme && next.length === committee.seats.length && next.every(isFresh);
  }

  #takeSignature(peer: string, blockId: Bytes, signature: Bytes): void { // 4
    const { seats, follow, log, onFatal } = this.#parts;
    const blocks = this.#leading?.blocks;
    const place = seats.committee.seats.findIndex(({ nodeKey }) => toHex(nodeKey) === peer);
    if (blocks === undefined || place < 0 || !equalBytes(blocks[1].id, blockId)) return;
    const { id, header } = blocks[1];
    const subject = { epoch: header.epoch, view: header.view, blockId: id };
    if (!verifyRestartSignature(this.#options.chainId, subject, seats.committee.seats[place]!.nodeKey, signature)) return;
    const { signatures } = this.#leading!;
    signatures.set(place, signature);
    if (signatures.size !== quorumOf(seats.committee.seats.length)) return;
    log('info', 'the chain starts again: a quorum of nodes has signed the end of the epoch', { epoch: header.epoch, height: header.height });
    follow(blocks, encodeRestartCertificate(makeRestartCertificate(subject, signatures, seats.committee.seats.length))).catch(onFatal);
  }

  /** Whether it was confirmed here: then this node votes no more in the present epoch. */
  get isPrepared(): boolean {
    return this.#record?.epoch === this.#parts.seats.committee.epoch;
  }

  /** As many as a quorum, and as many as governance asks for. */
  get needed(): number {
    const { executor, final, seats } = this.#parts;
    return Math.max(quorumOf(seats.committee.seats.length), executor.seatsAfter(final().asParent)!.approvalsNeeded());
  }

  /** Seats that are prepared and stand where this node does. */
  get #level(): ReadonlyMap<string, Ready> {
    const { id } = this.#parts.final().block;
    return new Map([...this.#ready].filter(([, { blockId }]) => equalBytes(blockId, id)));
  }

  get #own(): string {
    return toHex(this.#options.keys.publicKey);
  }

  #write(record: RecoveryRecord): void {
    writeRecovery(this.#options.dataDir, record);
    this.#record = record;
  }

  #say(peer: string | 'all', message: RecoveryMessage): void {
    this.#parts.send(peer, encodeRecoveryMessage(message));
  }
}
