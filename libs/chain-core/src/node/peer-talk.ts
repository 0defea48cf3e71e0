import { splitPrefixed } from '../codec/prefixed-list';
import type { Bytes } from '../primitives/bytes';
import { EMPTY } from '../primitives/bytes';
import type { SealedTransaction } from '../protocol/transaction';
import type { Message, MessageKind } from '../network';
import { collectBatch, encodeBatch } from '../sync';
import type { BatchSource, CatchUp } from '../sync';
import type { Clock } from './clock';
import { Gossip, framesOf } from './gossip';
import { NODE } from './limits';
import type { Seats } from './seats';
import type { WorkSlices } from './work-slices';

export interface PeerTalkParts {
  readonly seats: Seats;
  readonly clock: Clock;
  readonly source: BatchSource;
  readonly catchUp: CatchUp;
  readonly slices: WorkSlices;
  finalHeight(): number;
  connected(): readonly string[];
  send(peer: string, kind: MessageKind, payload: Bytes): void;
  drop(peer: string, reason: string): void;
  /** A message of the engine's. */
  onConsensus(seat: number, bytes: Bytes): void;
  onSeatConnected(seat: number): void;
  /** What this node has seen of a seat's votes; undefined: it does not know about votes. */
  recall(seat: number): Bytes | undefined;
  /** @returns false when no honest seat says this. */
  onSeenVotes(seat: number, recalled: Bytes): boolean;
  /** @returns false when the bytes are no transaction. */
  onTransaction(bytes: Bytes): boolean;
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

  constructor(parts: PeerTalkParts) {
    this.#parts = parts;
    this.#gossip = new Gossip({ send: (frame) => this.#toSeats('transactions', frame) });
  }

  onConnected(peer: string): void {
    const { catchUp, seats, finalHeight, send, waiting } = this.#parts;
    catchUp.onConnected(peer);
    send(peer, 'finalHeight', encodeHeight(finalHeight()));
    const seat = seats.seatOf(peer);
    if (seat === undefined) return;
    this.#parts.onSeatConnected(seat);
    const frame = framesOf(bytesOf(waiting()), NODE.gossipOnConnectBytesMax)[0];
    if (frame !== undefined) send(peer, 'transactions', frame);
  }

  onDisconnected(peer: string): void {
    this.#parts.catchUp.onDisconnected(peer);
  }

  onMessage(peer: string, { kind, payload }: Message): void {
    const { seats, catchUp, drop } = this.#parts;
    switch (kind) {
      case 'consensus': {
        const seat = seats.seatOf(peer);
        return seat === undefined ? drop(peer, 'it has no seat, but speaks of votes') : this.#parts.onConsensus(seat, payload);
      }
      case 'askVotes':
      case 'seenVotes':
        return this.#talkOfVotes(peer, kind, payload);
      case 'transactions':
        return this.#hear(peer, payload);
      case 'finalHeight':
        return payload.length === 8 ? catchUp.onClaim(peer, readHeight(payload)) : drop(peer, 'a height has eight bytes');
      case 'getBlocks':
        return this.#serve(peer, payload);
      case 'blocks':
        if (payload.length < 4) return drop(peer, 'an answer carries the number of its request');
        catchUp.onBlocks(peer, view(payload).getUint32(0), payload.subarray(4)).catch(this.#parts.onFatal);
        return;
      case 'hello':
      case 'ping':
      case 'pong':
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
    const payload = encodeHeight(this.#parts.finalHeight());
    for (const peer of connected()) if (seats.seatOf(peer) === undefined) this.#parts.send(peer, 'finalHeight', payload);
    if (this.#announceLater !== undefined) return;
    const waitMs = Math.max(0, this.#announcedAtMs + NODE.announceMsMin - clock.nowMs());
    this.#announceLater = clock.later(waitMs, () => {
      this.#announceLater = undefined;
      this.#announcedAtMs = clock.nowMs();
      this.#toSeats('finalHeight', encodeHeight(this.#parts.finalHeight()));
    });
  }

  close(): void {
    this.#announceLater?.();
  }

  #toSeats(kind: MessageKind, payload: Bytes): void {
    const { connected, seats, send } = this.#parts;
    for (const peer of connected()) if (seats.seatOf(peer) !== undefined) send(peer, kind, payload);
  }

  #talkOfVotes(peer: string, kind: 'askVotes' | 'seenVotes', payload: Bytes): void {
    const { seats, recall, onSeenVotes, send, drop } = this.#parts;
    const seat = seats.seatOf(peer);
    if (seat === undefined) return drop(peer, 'it has no seat, but speaks of votes');
    if (kind === 'seenVotes') return onSeenVotes(seat, payload) ? undefined : drop(peer, 'it recalls votes that do not hold');
    const recalled = recall(seat);
    if (recalled !== undefined) send(peer, 'seenVotes', recalled);
  }

  #hear(peer: string, frame: Bytes): void {
    const { slices, seats, onTransaction, drop, onFatal } = this.#parts;
    const transactions = splitPrefixed(frame, NODE.intakeMax);
    if (transactions === undefined) return drop(peer, 'it spreads what is no list of transactions');
    if (slices.pieces > NODE.intakeMax) return; // Overload: it is not lost, whoever admitted it has it.
    const isSeat = seats.seatOf(peer) !== undefined;
    const takeOne = (i: number) => {
      this.#hearsSeat = isSeat;
      if (!onTransaction(transactions[i]!)) drop(peer, 'it spreads what is no transaction');
      this.#hearsSeat = false;
    };
    slices.run(transactions.length, takeOne).catch(onFatal);
  }

  #serve(peer: string, payload: Bytes): void {
    if (payload.length !== 12) return this.#parts.drop(peer, 'a request for blocks has twelve bytes');
    const batch = collectBatch(this.#parts.source, Number(view(payload).getBigUint64(4)));
    this.#parts.send(peer, 'blocks', Buffer.concat([payload.subarray(0, 4), batch === undefined ? EMPTY : encodeBatch(batch)]));
  }
}

/** request u32, from height u64. */
export function encodeGetBlocks(request: number, fromHeight: number): Bytes {
  const out = Buffer.allocUnsafe(12);
  out.writeUInt32BE(request, 0);
  out.writeBigUInt64BE(BigInt(fromHeight), 4);
  return out;
}

function* bytesOf(transactions: Iterable<SealedTransaction>): Generator<Bytes> {
  for (const { bytes } of transactions) yield bytes;
}

function encodeHeight(height: number): Bytes {
  const out = Buffer.allocUnsafe(8);
  out.writeBigUInt64BE(BigInt(height));
  return out;
}

function readHeight(bytes: Bytes): number {
  return Number(view(bytes).getBigUint64(0));
}

function view(bytes: Bytes): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
