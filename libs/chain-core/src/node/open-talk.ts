import { splitPrefixed } from '../codec/prefixed-list';
import type { Message, MessageKind } from '../network';
import type { Bytes } from '../primitives/bytes';
import type { SealedTransaction } from '../protocol/transaction';
import { framesOf, Gossip } from './gossip';
import { NODE } from './limits';
import type { Intake } from './intake';
import { isWorkSync, type WorkSyncMessage } from './work-sync-messages';

export interface OpenTalkParts {
  readonly intake: Intake;
  /** A message of the engine's. */
  onWork(peer: string, bytes: Bytes): void;
  /** A message about whole states. */
  onSync(peer: string, kind: WorkSyncMessage, payload: Bytes): void;
  connected(): readonly string[];
  send(peer: string, kind: MessageKind, payload: Bytes): void;
  drop(peer: string, reason: string): void;
  /** @returns false when the bytes are no transaction. */
  onTransaction(bytes: Bytes, isSigned: boolean): boolean;
  /** Transactions that wait here. */
  waiting(): Iterable<SealedTransaction>;
  onFatal(error: unknown): void;
}

/** What peers of an open chain say to each other: no seats, so everybody tells everybody once, and hands on what is new. */
export class OpenTalk {
  readonly #parts: OpenTalkParts;
  readonly #gossip: Gossip;

  constructor(parts: OpenTalkParts) {
    this.#parts = parts;
    this.#gossip = new Gossip({
      send: (frame) => {
        for (const peer of parts.connected()) parts.send(peer, 'transactions', frame);
      },
    });
  }

  onConnected(peer: string): void {
    const frame = framesOf([...this.#parts.waiting()].map(({ bytes }) => bytes), NODE.gossipOnConnectBytesMax)[0];
    if (frame !== undefined) this.#parts.send(peer, 'transactions', frame);
  }

  onMessage(peer: string, { kind, payload }: Message): void {
    if (kind === 'work') return this.#parts.onWork(peer, payload);
    if (kind === 'transactions') return this.#hear(peer, payload);
    if (isWorkSync(kind)) return this.#parts.onSync(peer, kind, payload);
    if (kind !== 'hello' && kind !== 'ping' && kind !== 'pong') this.#parts.drop(peer, 'it speaks of votes on a chain where nobody votes');
  }

  /** Newly admitted here, wherever it came from. A peer that has it drops it without a word. */
  spread(transaction: SealedTransaction): void {
    this.#gossip.push(transaction.bytes);
  }

  #hear(peer: string, frame: Bytes): void {
    const { intake, onTransaction, drop, onFatal } = this.#parts;
    const transactions = splitPrefixed(frame, NODE.intakeMax);
    if (transactions === undefined) return drop(peer, 'it spreads what is no list of transactions');
    if (intake.waiting > NODE.intakeMax) return; // Overload: it is not lost, whoever admitted it has it.
    const take = (bytes: Bytes, isSigned: boolean) => void (onTransaction(bytes, isSigned) || drop(peer, 'it spreads what is no signed transaction'));
    intake.bring(peer, transactions, take).catch(onFatal);
  }
}
