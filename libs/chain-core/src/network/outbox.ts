import type { Bytes } from '../primitives/bytes';
import { encodeFrame } from './frame';
import { NETWORK } from './limits';
import { MESSAGES } from './messages';
import type { MessageKind } from './messages';

/** The part of a socket an outbox needs. */
export interface Sink {
  readonly writableLength: number;
  cork(): void;
  uncork(): void;
  write(bytes: Uint8Array): boolean;
}

/**
 * What waits to be sent to one peer, by rank. A slow peer costs bounded memory and never delays anybody else: what can be said again
 * is dropped, oldest and least urgent first.
 */
export class Outbox {
  readonly #sink: Sink;
  readonly #queues: { kind: MessageKind; payload: Bytes }[][] = [[], [], []];
  #bytes = 0;
  #corked = false;
  readonly #uncork = (): void => {
    this.#corked = false;
    this.#sink.uncork();
  };
  dropped = 0;

  constructor(parts: { readonly sink: Sink }) {
    this.#sink = parts.sink;
  }

  /** @returns false when the peer must be let go: it does not take what it asked for. */
  send(kind: MessageKind, payload: Bytes): boolean {
    if (this.#bytes === 0 && this.#sink.writableLength < NETWORK.socketBytesMax) {
      this.#write(kind, payload);
      return true;
    }
    this.#queues[MESSAGES[kind].rank]!.push({ kind, payload });
    this.#bytes += payload.length + 1;
    return this.#makeRoom();
  }

  /** The socket takes more again. */
  flush(): void {
    for (const queue of this.#queues) {
      while (queue.length > 0 && this.#sink.writableLength < NETWORK.socketBytesMax) {
        const { kind, payload } = queue.shift()!;
        this.#bytes -= payload.length + 1;
        this.#write(kind, payload);
      }
    }
  }

  #makeRoom(): boolean {
    for (let rank = 2; rank >= 0 && this.#bytes > NETWORK.outboxBytesMax; ) {
      const oldest = this.#queues[rank]!.shift();
      if (oldest === undefined) {
        rank -= 1;
        continue;
      }
      if (MESSAGES[oldest.kind].whenFull === 'close') return false;
      this.#bytes -= oldest.payload.length + 1;
      this.dropped += 1;
    }
    return true;
  }

  /** All frames that one callback sends leave together. */
  #write(kind: MessageKind, payload: Bytes): void {
    if (!this.#corked) {
      this.#corked = true;
      this.#sink.cork();
      process.nextTick(this.#uncork);
    }
    for (const part of encodeFrame(kind, payload)) if (part.length > 0) this.#sink.write(part);
  }
}
