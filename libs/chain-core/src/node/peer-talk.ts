import { splitPrefixed } from '../codec/prefixed-list';
import type { Message } from '../network';
import type { Bytes } from '../primitives/bytes';
import type { SealedTransaction } from '../protocol/transaction';
import { collectBatch, encodeBatch, type BatchSource } from '../sync';
import { Gossip, framesOf } from './gossip';
import { HeightTalk, type HeightTalkParts } from './height-talk';
import type { Intake } from './intake';
import { NODE } from './limits';
import { decodeGetBlocks, decodeNumbered, withNumber } from './peer-frames';
import { VoteTalk, type VoteTalkParts } from './vote-talk';

export interface PeerTalkParts extends HeightTalkParts, Omit<VoteTalkParts, 'tellHeights'> {
  readonly source: BatchSource;
  readonly intake: Intake;
  onSeatConnected(seat: number): void;
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
  readonly #heights: HeightTalk;
  readonly #votes: VoteTalk;
  /** True while a validator's gossip is read: other validators have heard of it from it. */
  #hearsSeat = false;

  constructor(parts: PeerTalkParts) {
    this.#parts = parts;
    this.#gossip = new Gossip({ send: (frame) => this.#toSeats(frame) });
    this.#heights = new HeightTalk(parts);
    this.#votes = new VoteTalk({ ...parts, tellHeights: (peer) => this.#heights.tell(peer) });
  }

  onConnected(peer: string): void {
    const { catchUp, seats, send, waiting } = this.#parts;
    catchUp.onConnected(peer);
    this.#heights.tell(peer);
    const seat = seats.seatOf(peer);
    if (seat === undefined) return;
    this.#parts.onSeatConnected(seat);
    const frame = framesOf(bytesOf(waiting()), NODE.gossipOnConnectBytesMax)[0];
    if (frame !== undefined) send(peer, 'transactions', frame);
  }

  onDisconnected(peer: string): void {
    this.#votes.onDisconnected(peer);
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
        return this.#votes.hear(peer, kind, payload);
      case 'transactions':
        return this.#hear(peer, payload);
      case 'finalHeight':
      case 'keptFrom':
        return this.#heights.hear(peer, kind, payload);
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

  /** There are new final blocks. */
  announce(): void {
    this.#heights.announce();
  }

  /** Another committee decides. */
  enteredEpoch(): void {
    this.#votes.enteredEpoch();
  }

  close(): void {
    this.#heights.close();
  }

  #toSeats(frame: Bytes): void {
    const { connected, seats, send } = this.#parts;
    for (const peer of connected()) if (seats.seatOf(peer) !== undefined) send(peer, 'transactions', frame);
  }

  #takeBlocks(peer: string, payload: Bytes): void {
    const { catchUp, drop, onFatal } = this.#parts;
    const answer = decodeNumbered(payload);
    if (answer === undefined) return drop(peer, 'an answer carries the number of its request');
    catchUp.onBlocks(peer, answer.number, answer.rest).catch(onFatal);
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
