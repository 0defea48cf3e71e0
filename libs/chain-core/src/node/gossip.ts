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
      frames.push(join(parts));
      parts = [];
      bytes = 0;
    }
    parts.push(transaction);
    bytes += 4 + transaction.length;
  }
  if (parts.length > 0) frames.push(join(parts));
  return frames;
}

function join(parts: readonly Bytes[]): Bytes {
  const out = Buffer.allocUnsafe(parts.reduce((sum, part) => sum + 4 + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.writeUInt32BE(part.length, at);
    out.set(part, at + 4);
    at += 4 + part.length;
  }
  return out;
}

/** @returns the transactions of a frame, or undefined when its lengths do not add up. */
export function splitFrame(frame: Bytes): Bytes[] | undefined {
  const buffer = Buffer.from(frame.buffer, frame.byteOffset, frame.length);
  const parts: Bytes[] = [];
  for (let at = 0; at < buffer.length; ) {
    const end = at + 4 <= buffer.length ? at + 4 + buffer.readUInt32BE(at) : Infinity;
    if (end > buffer.length) return undefined;
    parts.push(frame.subarray(at + 4, end));
    at = end;
  }
  return parts;
}
