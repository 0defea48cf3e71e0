import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyPair } from '../crypto/sign';
import { performAtOnce } from '../execution';
import { makeStateEvidence, type StateEvidence, type StateQuestionParts } from '../light';
import type { Message } from '../network';
import type { Bytes } from '../primitives/bytes';
import { toHex } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { refuse } from '../primitives/refusal';
import type { SealedBlock } from '../protocol/block';
import type { CertificateSchemeName } from '../protocol/certificate-scheme';
import type { BftParameters } from '../protocol/genesis';
import { chainIdOf } from '../protocol/ids';
import type { Receipt } from '../protocol/receipt';
import type { SealedTransaction } from '../protocol/transaction';
import type { RecordedPlace } from './chain-reader';
import { committeeTrouble } from './committee-trouble';
import { CommitteeSync } from './committee-sync';
import type { EngineInput } from './engine-input';
import { Epochs } from './epochs';
import { MadeSeeds } from './made-seeds';
import { withNumber } from './peer-frames';
import { PeerTalk } from './peer-talk';
import { Recovery } from './recovery/recovery';
import { loadRecovery } from './recovery/recovery-file';
import { hasLess, type SeenBefore } from './recovery/seen-before';
import { SeatDuties } from './seat-duties';
import type { PartParts, PartStatus, PeerStatus, TakingPart } from './taking-part';

export interface CommitteePartOptions {
  readonly parameters: BftParameters;
  /** The node's own. */
  readonly keys: KeyPair;
  /** Of voting keys on this machine; none: the node follows without voting. */
  readonly votingSeeds: readonly Bytes[];
  /** The node's data folder. */
  readonly dataDir: string;
  /** See ChainNodeOptions. */
  readonly keepBlocks: number | undefined;
  /** See ChainNodeOptions. */
  readonly seenBefore: SeenBefore | undefined;
}

export interface CommitteePartParts extends PartParts {
  readonly onSnapshotReady: ((height: number) => void) | undefined;
}

/** A node's part on a chain of votes: it votes if its seat does, fetches what became final without it, and tells others what it has. */
export class CommitteePart implements TakingPart {
  readonly #parts: PartParts;
  readonly #epochs: Epochs;
  readonly #sync: CommitteeSync;
  readonly #talk: PeerTalk;
  readonly #duties: SeatDuties;
  readonly #dataDir: string;
  readonly #seenBefore: SeenBefore | undefined;
  readonly #madeSeeds: MadeSeeds;
  readonly recovery: Recovery;

  /** @throws Refusal WRONG_KEY {field}: no voting key on this machine is the one of its seat. */
  constructor({ parameters, keys, votingSeeds, dataDir, keepBlocks, seenBefore }: CommitteePartOptions, parts: CommitteePartParts) {
    const { genesis, chain, executor, clock, log, core, network, onFatal, onSnapshotReady } = parts;
    this.#parts = parts;
    this.#dataDir = dataDir;
    this.#seenBefore = seenBefore;
    const record = loadRecovery(dataDir);
    const kept = record === undefined ? [] : [...record.earlierSeeds, record.votingSeed];
    this.#madeSeeds = new MadeSeeds({ dataDir });
    const epochs = (this.#epochs = new Epochs({ genesis, parameters, nodeKey: toHex(keys.publicKey), votingSeeds: [...votingSeeds, ...kept, ...this.#madeSeeds.all] }, {
      chain, executor, clock, log, core, network, onFatal,
      mayVote: (epoch) => this.recovery.mayVote(epoch) && !this.#isAloneAndForgot(),
      onEntered: () => {
        this.recovery.entered();
        this.#talk.enteredEpoch();
      },
      onBehind: () => this.#sync.catchUp.onBehind(),
      onBlame: (epoch, seat, evidence) => this.#duties.onBlame(epoch, seat, evidence),
    }));
    this.#sync = new CommitteeSync({ dataDir, keepBlocks }, { clock, core, epochs, executor, log, network, onFatal, onSnapshotReady });
    this.#talk = this.#makeTalk();
    this.#duties = new SeatDuties({ chainId: chainIdOf(genesis), keys }, {
      executor, clock, log,
      seats: epochs.seats,
      final: () => core.tree.final,
      isBehind: () => network.connected().some((peer) => (this.#sync.catchUp.claimed(peer) ?? 0) > core.reader.finalHeight),
      // A command to the kernel alone calls no other module.
      submit: (bytes) => performAtOnce(core.admission.submit(bytes)),
      makeSeed: () => this.#makeSeed(),
    });
    this.recovery = new Recovery({ dataDir, chainId: executor.chainId, keys, record }, {
      executor, clock, log, onFatal,
      seats: epochs.seats,
      final: () => core.tree.final,
      hold: () => epochs.hold(),
      sign: (command, payload) => this.#duties.sign(command, payload),
      send: (to, message) => this.#sendToSeats(to, withNumber(epochs.epoch, message)),
      follow: (blocks, certificate) => core.follow(blocks, certificate),
    });
  }

  #makeTalk(): PeerTalk {
    const { chain, clock, core, intake, network, onFatal } = this.#parts;
    const epochs = this.#epochs;
    return new PeerTalk({
      clock, intake, onFatal,
      seats: epochs.seats,
      catchUp: this.#sync.catchUp,
      snapshots: this.#sync.snapshots,
      source: chain.store,
      epoch: () => epochs.epoch,
      finalHeight: () => core.reader.finalHeight,
      keptFrom: () => core.reader.keptFrom,
      connected: () => network.connected(),
      send: (peer, kind, payload) => network.send(peer, kind, payload),
      drop: (peer, reason) => network.drop(peer, reason),
      onConsensus: (seat, bytes) => epochs.voting?.push({ kind: 'message', from: seat, bytes }),
      onSeatConnected: (seat) => {
        epochs.voting?.onSeatConnected(seat);
        this.recovery.tell();
      },
      onRecovery: (peer, bytes) => this.recovery.onMessage(peer, bytes),
      // A log that has forgotten must not pass for one that knows of nothing.
      recall: (seat) => (this.#forgotten === undefined ? epochs.voting?.recall(seat) : undefined),
      onSeenVotes: (seat, recalled) => epochs.voting?.onSeenVotes(seat, recalled) ?? true,
      onTransaction: (bytes, isSigned) => core.admission.gossiped(bytes, isSigned),
      waiting: () => core.admission.mempool.candidates(),
    });
  }

  get trouble(): string | undefined {
    const { core, network, executor } = this.#parts;
    return this.recovery.trouble ?? committeeTrouble({
      seats: this.#epochs.seats,
      finalHeight: core.tree.final.height,
      connected: network.connected(),
      forgotten: this.#forgotten,
      prunedAway: this.#sync.prunedAway,
      nextVersion: executor.seatsAfter(core.tree.final.asParent)!.protocol().due,
      versionMax: executor.protocols.max,
    });
  }

  allows(nodeKey: string): boolean {
    return this.#epochs.isKnown(nodeKey);
  }

  begin(): void {
    const marker = join(this.#dataDir, 'restored');
    if (existsSync(marker)) {
      this.recovery.prepare();
      rmSync(marker);
    }
    this.#epochs.begin();
  }

  push(input: EngineInput): void {
    this.#epochs.voting?.push(input);
  }

  resume(): void {
    this.#epochs.voting?.resume();
  }

  epochIsOver(): void {
    this.#epochs.over();
  }

  onFinal(): void {
    this.#talk.announce();
    this.#sync.catchUp.consider();
    this.#duties.onFinal();
    this.recovery.tell();
  }

  onConnected(peer: string): void {
    this.#talk.onConnected(peer);
    this.#duties.onFinal(); // An idle chain has no final block for a while.
  }

  onDisconnected(peer: string): void {
    this.recovery.onDisconnected(peer);
    this.#talk.onDisconnected(peer);
  }

  onMessage(peer: string, message: Message): void {
    this.#talk.onMessage(peer, message);
  }

  spread(transaction: SealedTransaction): void {
    this.#talk.spread(transaction);
  }

  status(): PartStatus {
    const { seats, epoch, voting } = this.#epochs;
    const { view, leader } = voting?.status() ?? { view: this.#parts.core.tree.final.block.header.view, leader: 0 };
    const snapshot = this.#sync.snapshots.progress;
    return { epoch, seat: seats.own, committeeSeats: seats.committee.seats.length, view, leader, syncing: this.#sync.isActive, ...(snapshot && { snapshot }), ...this.#recoveryStatus() };
  }

  peer(nodeKey: string): PeerStatus {
    return { seat: this.#epochs.seats.seatOf(nodeKey) ?? null, finalHeight: this.#sync.catchUp.claimed(nodeKey) ?? null };
  }

  receipt(place: RecordedPlace, anchorHeight?: number): Promise<Receipt> {
    if (anchorHeight !== undefined) refuse('NO_ANCHORS_HERE');
    return this.#parts.core.reader.receipt(place);
  }

  async stateEvidence(asked: StateQuestionParts, { header, headerBytes }: SealedBlock, anchorHeight?: number): Promise<StateEvidence> {
    const { commits, reader, finalCertificate: certificate } = this.#parts.core;
    if (anchorHeight !== undefined) refuse('NO_ANCHORS_HERE');
    if (certificate.length === 0) refuse('STATE_NOT_CERTIFIED', { height: header.height });
    await commits.idle(); // What closed an epoch is read from the disk.
    return makeStateEvidence({ ...asked, certificate, headers: [headerBytes, ...reader.closingHeaders(header.height)], handOvers: reader.handOvers(0, header.epoch) });
  }

  mine(): never {
    return refuse('NOT_MINED_HERE');
  }

  rejoin(): never {
    return refuse('NOT_MINED_HERE');
  }

  sign(command: string, payload: Json): Bytes {
    return this.#duties.sign(command, payload);
  }

  signKeyChange(scheme: CertificateSchemeName): Bytes {
    return this.#duties.signKeyChange(scheme);
  }

  stop(): void {
    this.#epochs.close();
    this.#sync.close();
    this.#talk.close();
  }

  #makeSeed(): Bytes {
    const seed = this.#madeSeeds.make();
    this.#epochs.seats.addVotingSeed(seed);
    return seed;
  }

  #sendToSeats(to: string | 'all', message: Bytes): void {
    const { network } = this.#parts;
    const seats = network.connected().filter((peer) => this.#epochs.seats.seatOf(peer) !== undefined && network.versionOf(peer)! >= 3);
    for (const peer of seats) if (to === 'all' || to === peer) network.send(peer, 'recovery', message);
  }

  #recoveryStatus(): Pick<PartStatus, 'recovery'> {
    const forgotten = this.#forgotten;
    const { isPrepared, needed } = this.recovery;
    return isPrepared || forgotten !== undefined ? { recovery: { isPrepared, needed, ...(forgotten && { seenBefore: forgotten }) } } : {};
  }

  /** What this node was seen with and has no more; undefined: nothing. */
  get #forgotten(): SeenBefore | undefined {
    const seen = this.#seenBefore;
    return seen !== undefined && hasLess(this.#parts.core.tree.final.block.header, seen) ? seen : undefined;
  }

  /** Nobody else could tell it what it has signed. */
  #isAloneAndForgot(): boolean {
    return this.#epochs.seats.committee.seats.length === 1 && this.#forgotten !== undefined;
  }
}
