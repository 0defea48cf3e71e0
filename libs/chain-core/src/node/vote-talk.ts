import { recallNothing } from '../consensus/bft/recall-codec';
import type { MessageKind } from '../network';
import type { Bytes } from '../primitives/bytes';
import type { CatchUp } from '../sync';
import type { Clock } from './clock';
import { NODE } from './limits';
import { decodeNumbered, withNumber } from './peer-frames';
import type { Seats } from './seats';

/** Kinds of messages that carry the number of an epoch. */
export type VotesKind = 'consensus' | 'askVotes' | 'seenVotes' | 'recovery';

export interface VoteTalkParts {
  readonly seats: Seats;
  readonly clock: Clock;
  readonly catchUp: CatchUp;
  send(peer: string, kind: MessageKind, payload: Bytes): void;
  drop(peer: string, reason: string): void;
  /** The epoch this node takes part in. */
  epoch(): number;
  /** A message of the engine's. */
  onConsensus(seat: number, bytes: Bytes): void;
  /** What this node has seen of a seat's votes in its epoch; undefined: it does not know about votes. */
  recall(seat: number): Bytes | undefined;
  /** @returns false when no honest seat says this. */
  onSeenVotes(seat: number, recalled: Bytes): boolean;
  /** What the node of a seat says about starting again. @returns why no honest one says it. */
  onRecovery(peer: string, bytes: Bytes): string | undefined;
  /** A peer has not come to this node's epoch: it should hear how far the chain is. */
  tellHeights(peer: string): void;
}

/** Hears what seats say to each other in an epoch, and finds out who is in another one. */
export class VoteTalk {
  readonly #parts: VoteTalkParts;
  #soughtAtMs = 0;
  /** Messages of the next epoch, by peer. */
  readonly #early = new Map<string, readonly Bytes[]>();
  readonly #toldAtMs = new Map<string, number>();

  constructor(parts: VoteTalkParts) {
    this.#parts = parts;
  }

  hear(peer: string, kind: VotesKind, payload: Bytes): void {
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

  /** Another committee decides: what its seats said too early is heard now. */
  enteredEpoch(): void {
    const early = [...this.#early];
    this.#early.clear();
    for (const [peer, messages] of early) {
      const seat = this.#parts.seats.seatOf(peer);
      if (seat !== undefined) for (const message of messages) this.#parts.onConsensus(seat, message);
    }
  }

  onDisconnected(peer: string): void {
    this.#toldAtMs.delete(peer);
    this.#early.delete(peer);
  }

  #hearRecovery(peer: string, bytes: Bytes): void {
    const reason = this.#parts.onRecovery(peer, bytes);
    if (reason !== undefined) this.#parts.drop(peer, reason);
  }

  /** A peer that is in an earlier epoch hears how far the chain is, so that it fetches what ended it; one that is ahead shows that this node must. */
  #meetEpoch(peer: string, kind: VotesKind, epoch: number, bytes: Bytes): void {
    const { catchUp, clock, send, tellHeights } = this.#parts;
    if (epoch < this.#parts.epoch()) {
      if (clock.nowMs() - (this.#toldAtMs.get(peer) ?? 0) < NODE.otherEpochPauseMs) return;
      this.#toldAtMs.set(peer, clock.nowMs());
      return tellHeights(peer);
    }
    // It entered the next epoch a moment before this node does.
    if (kind === 'consensus' && epoch === this.#parts.epoch() + 1) this.#keepEarly(peer, bytes);
    // Who has not come to an epoch has seen no vote of it.
    if (kind === 'askVotes') send(peer, 'seenVotes', withNumber(epoch, recallNothing()));
    if (clock.nowMs() - this.#soughtAtMs < NODE.otherEpochPauseMs) return;
    this.#soughtAtMs = clock.nowMs();
    catchUp.onBehind();
  }

  #keepEarly(peer: string, message: Bytes): void {
    const messages = this.#early.get(peer) ?? [];
    const bytes = messages.reduce((sum, { length }) => sum + length, message.length);
    if (messages.length < NODE.nextEpochMessagesMax && bytes <= NODE.nextEpochBytesMax) this.#early.set(peer, [...messages, message]);
  }
}
