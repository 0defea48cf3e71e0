import { splitPrefixed } from '../codec/prefixed-list';
import type { Bytes } from '../primitives/bytes';
import { recallNothing } from '../consensus/bft/recall-codec';
import type { SealedTransaction } from '../protocol/transaction';
import type { Message, MessageKind } from '../network';
import { collectBatch, encodeBatch } from '../sync';
import type { BatchSource, CatchUp } from '../sync';
import type { Clock } from './clock';
import { Gossip, framesOf } from './gossip';
import { NODE } from './limits';
import { decodeGetBlocks, decodeHeight, decodeNumbered, encodeHeight, withNumber } from './peer-frames';
import type { Seats } from './seats';
import type { SnapshotTalk } from './snapshot-talk';
import type { Intake } from './intake';

type VotesKind = 'consensus' | 'askVotes' | 'seenVotes' | 'recovery';

export interface PeerTalkParts {
  readonly seats: Seats;
  readonly clock: Clock;
  readonly source: BatchSource;
  readonly catchUp: CatchUp;
  readonly snapshots: SnapshotTalk;
  readonly intake: Intake;
  finalHeight(): number;
  /** Older blocks are gone here. */
  keptFrom(): number;
  connected(): readonly string[];
  send(peer: string, kind: MessageKind, payload: Bytes): void;
  drop(peer: string, reason: string): void;
  /** The epoch this node takes part in. */
  epoch(): number;
  /** A message of the engine's. */
  onConsensus(seat: number, bytes: Bytes): void;
  onSeatConnected(seat: number): void;
  /** What this node has seen of a seat's votes in its epoch; undefined: it does not know about votes. */
  recall(seat: number): Bytes | undefined;
  /** @returns false when no honest seat says this. */
  onSeenVotes(seat: number, recalled: Bytes): boolean;
  /** What the node of a seat says about starting again. @returns why no honest one says it. */
  onRecovery(peer: string, bytes: Bytes): string | undefined;
  /** @returns false when the bytes are nothing that an honest peer passes on. */
  onTransaction(bytes: Bytes, isSigned: boolean): boolean;
  /** Transactions that wait here. */
  waiting(): Iterable<SealedTransaction>;
  onFatal(error: unknown): void;
}

/** Says to peers what they should hear, and gives what they say to whoever it is for. */
export class PeerTalk {
  readonly #parts: PeerTalkParts;
  readonly #gossip: Gossip;
  /** True while a validator's gossip is read: other validators have heard of it from it. */
  #hearsSeat = false;
  #announcedAtMs = 0;
  #announceLater: (() => void) | undefined;
  #soughtAtMs = 0;
  /** Messages of the next epoch, by peer. */
  readonly #early = new Map<string, readonly Bytes[]>();
  readonly #toldAtMs = new Map<string, number>();

  constructor(parts: PeerTalkParts) {
    this.#parts = parts;
    this.#gossip = new Gossip({ send: (frame) => this.#toSeats('transactions', frame) });
  }

  onConnected(peer: string): void {
    const { catchUp, seats, send, waiting } = this.#parts;
    catchUp.onConnected(peer);
    this.#tellHeights(peer);
    const seat = seats.seatOf(peer);
    if (seat === undefined) return;
    this.#parts.onSeatConnected(seat);
    const frame = framesOf(bytesOf(waiting()), NODE.gossipOnConnectBytesMax)[0];
    if (frame !== undefined) send(peer, 'transactions', frame);
  }

  onDisconnected(peer: string): void {
    this.#toldAtMs.delete(peer);
    this.#early.delete(peer);
    this.#parts.catchUp.onDisconnected(peer);
    this.#parts.snapshots.onDisconnected(peer);
  }

  onMessage(peer: string, { kind, payload }: Message): void {
    const { drop, snapshots } = this.#parts;
    switch (kind) {
      case 'consensus':
      case 'askVotes':
      case 'seenVotes':
      case 'recovery':
        return this.#talkOfVotes(peer, kind, payload);
      case 'transactions':
        return this.#hear(peer, payload);
      case 'finalHeight':
      case 'keptFrom':
        return this.#hearHeight(peer, kind, payload);
      case 'getBlocks':
        return this.#serve(peer, payload);
      case 'blocks':
        return this.#takeBlocks(peer, payload);
      case 'askSnapshot':
      case 'snapshotOffer':
      case 'getSnapshotHead':
      case 'snapshotHead':
      case 'getStateRange':
      case 'stateRange':
        return snapshots.onMessage(peer, kind, payload);
      case 'work':
      case 'getHeaders':
      case 'headersOfWork':
        return drop(peer, 'it speaks of work on a chain of votes');
      case 'hello':
      case 'ping':
      case 'pong':
      case 'refused':
        return; // The session's own.
    }
  }

  /** To the validators, unless it was one of them who told us. */
  spread(transaction: SealedTransaction): void {
    if (!this.#hearsSeat) this.#gossip.push(transaction.bytes);
  }

  /** There are new final blocks: whoever follows without voting hears at once, validators now and then. */
  announce(): void {
    const { clock, connected, seats } = this.#parts;
    for (const peer of connected()) if (seats.seatOf(peer) === undefined) this.#tellHeights(peer);
    if (this.#announceLater !== undefined) return;
    const waitMs = Math.max(0, this.#announcedAtMs + NODE.announceMsMin - clock.nowMs());
    this.#announceLater = clock.later(waitMs, () => {
      this.#announceLater = undefined;
      this.#announcedAtMs = clock.nowMs();
      for (const peer of connected()) if (seats.seatOf(peer) !== undefined) this.#tellHeights(peer);
    });
  }

  /** Another committee decides: what its seats said too early is heard now. */
  enteredEpoch(): void {
    const early = [...this.#early];
    this.#early.clear();
    for (const [peer, messages] of early) {
      const seat = this.#parts.seats.seatOf(peer);
      if (seat !== undefined) for (const message of messages) this.#parts.onConsensus(seat, message);
    }
  }

  /** What this node has: first what it has no longer, so that nobody asks for that. */
  #tellHeights(peer: string): void {
    const { send, keptFrom, finalHeight } = this.#parts;
    if (keptFrom() > 1) send(peer, 'keptFrom', encodeHeight(keptFrom()));
    send(peer, 'finalHeight', encodeHeight(finalHeight()));
  }

  close(): void {
    this.#announceLater?.();
  }

  #toSeats(kind: MessageKind, payload: Bytes): void {
    const { connected, seats, send } = this.#parts;
    for (const peer of connected()) if (seats.seatOf(peer) !== undefined) send(peer, kind, payload);
  }

  #hearHeight(peer: string, kind: 'finalHeight' | 'keptFrom', payload: Bytes): void {
    const { catchUp, snapshots, drop } = this.#parts;
    const height = decodeHeight(payload);
    if (height === undefined) return drop(peer, 'it speaks of what is no height');
    if (kind === 'keptFrom') catchUp.onKeptFrom(peer, height);
    else catchUp.onClaim(peer, height);
    if (kind === 'finalHeight') snapshots.consider();
  }

  #takeBlocks(peer: string, payload: Bytes): void {
    const { catchUp, drop, onFatal } = this.#parts;
    const answer = decodeNumbered(payload);
    if (answer === undefined) return drop(peer, 'an answer carries the number of its request');
    catchUp.onBlocks(peer, answer.number, answer.rest).catch(onFatal);
  }

  #talkOfVotes(peer: string, kind: VotesKind, payload: Bytes): void {
    const { seats, recall, onConsensus, onSeenVotes, send, drop } = this.#parts;
    const numbered = decodeNumbered(payload);
    if (numbered === undefined) return drop(peer, 'it speaks of votes without an epoch');
    const { number: epoch, rest: bytes } = numbered;
    if (epoch !== this.#parts.epoch()) return this.#meetEpoch(peer, kind, epoch, bytes);
    const seat = seats.seatOf(peer);
    if (seat === undefined) return drop(peer, 'it has no seat, but speaks of votes');
    if (kind === 'consensus') return onConsensus(seat, bytes);
    if (kind === 'recovery') return this.#hearRecovery(peer, bytes);
    if (kind === 'seenVotes') return onSeenVotes(seat, bytes) ? undefined : drop(peer, 'it recalls votes that do not hold');
    const recalled = recall(seat);
    if (recalled !== undefined) send(peer, 'seenVotes', withNumber(epoch, recalled));
  }

  #hearRecovery(peer: string, bytes: Bytes): void {
    const reason = this.#parts.onRecovery(peer, bytes);
    if (reason !== undefined) this.#parts.drop(peer, reason);
  }

  #keepEarly(peer: string, message: Bytes): void {
    const messages = this.#early.get(peer) ?? [];
    const bytes = messages.reduce((sum, { length }) => sum + length, message.length);
    if (messages.length < NODE.nextEpochMessagesMax && bytes <= NODE.nextEpochBytesMax) this.#early.set(peer, [...messages, message]);
  }

  /** A peer that is in an earlier epoch hears how far the chain is, so that it fetches what ended it; one that is ahead shows that this node must. */
  #meetEpoch(peer: string, kind: VotesKind, epoch: number, bytes: Bytes): void {
    const { catchUp, clock, send } = this.#parts;
    if (epoch < this.#parts.epoch()) {
      if (clock.nowMs() - (this.#toldAtMs.get(peer) ?? 0) < NODE.otherEpochPauseMs) return;
      this.#toldAtMs.set(peer, clock.nowMs());
      return this.#tellHeights(peer);
    }
    // It entered the next epoch a moment before this node does.
    if (kind === 'consensus' && epoch === this.#parts.epoch() + 1) this.#keepEarly(peer, bytes);
    // Who has not come to an epoch has seen no vote of it.
    if (kind === 'askVotes') send(peer, 'seenVotes', withNumber(epoch, recallNothing()));
    if (clock.nowMs() - this.#soughtAtMs < NODE.otherEpochPauseMs) return;
    this.#soughtAtMs = clock.nowMs();
    catchUp.onBehind();
  }

  #hear(peer: string, frame: Bytes): void {
    const { intake, seats, onTransaction, drop, onFatal } = this.#parts;
    const transactions = splitPrefixed(frame, NODE.intakeMax);
    if (transactions === undefined) return drop(peer, 'it spreads what is no list of transactions');
    if (intake.waiting > NODE.intakeMax) return; // Overload: it is not lost, whoever admitted it has it.
    const isSeat = seats.seatOf(peer) !== undefined;
    const take = (bytes: Bytes, isSigned: boolean) => {
      this.#hearsSeat = isSeat;
      if (!onTransaction(bytes, isSigned)) drop(peer, 'it spreads what is no signed transaction');
      this.#hearsSeat = false;
    };
    intake.bring(peer, transactions, take).catch(onFatal);
  }

  #serve(peer: string, payload: Bytes): void {
    const wanted = decodeGetBlocks(payload);
    if (wanted === undefined) return this.#parts.drop(peer, 'it asks for what cannot be a block');
    this.#parts.send(peer, 'blocks', withNumber(wanted.request, encodeBatch(collectBatch(this.#parts.source, wanted.fromHeight))));
  }
}

function* bytesOf(transactions: Iterable<SealedTransaction>): Generator<Bytes> {
  for (const { bytes } of transactions) yield bytes;
}
