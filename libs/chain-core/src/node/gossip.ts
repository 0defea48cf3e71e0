import { joinPrefixed } from '../codec/prefixed-list';
import type { Bytes } from '../primitives/bytes';
import { NODE } from './limits';

export interface GossipParts {
  send(frame: Bytes): void;
}

/**
 * Tells the validators of admitted transactions. Those of one turn of the event loop share a frame: alone a transaction leaves at once,
 * under load they leave by the hundred.
 */
export class Gossip {
  readonly #parts: GossipParts;
  #waiting: Bytes[] = [];

  constructor(parts: GossipParts) {
    this.#parts = parts;
  }

  push(transaction: Bytes): void {
    if (this.#waiting.push(transaction) === 1) setImmediate(() => this.#flush());
  }

  #flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const frame of framesOf(waiting, NODE.gossipBytesMax)) this.#parts.send(frame);
  }
}

/** `(length u32, transaction)*` in frames of about `bytesMax`. */
export function framesOf(transactions: Iterable<Bytes>, bytesMax: number): Bytes[] {
  const frames: Bytes[] = [];
  let parts: Bytes[] = [];
  let bytes = 0;
  for (const transaction of transactions) {
    if (parts.length > 0 && bytes + transaction.length > bytesMax) {
      frames.push(joinPrefixed(parts));
      parts = [];
      bytes = 0;
    }
    parts.push(transaction);
    bytes += 4 + transaction.length;
  }
  if (parts.length > 0) frames.push(joinPrefixed(parts));
  return frames;
}
