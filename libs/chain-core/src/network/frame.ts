import type { Bytes } from '../primitives/bytes';
import type { ChainLimits } from '../protocol/genesis';
import { MESSAGES, kindOfNumber } from './messages';
import type { MessageKind } from './messages';

/** On the wire: `length u32 (of kind and payload), kind u8, payload`. */
const HEAD_BYTES = 5;

export interface Message {
  readonly kind: MessageKind;
  readonly payload: Bytes;
}

/** The two pieces of a frame; large payloads are not copied into one. */
export function encodeFrame(kind: MessageKind, payload: Bytes): readonly [head: Buffer, payload: Bytes] {
  const head = Buffer.allocUnsafe(HEAD_BYTES);
  head.writeUInt32BE(payload.length + 1, 0);
  head.writeUInt8(MESSAGES[kind].number, 4);
  return [head, payload];
}

/** The peer does not speak the protocol. */
export class FrameRefused extends Error {}

/** Cuts a stream of bytes into messages. Memory for a message is taken only after its announced size was found acceptable. */
export class FrameReader {
  readonly #limits: ChainLimits;
  readonly #head = Buffer.allocUnsafe(HEAD_BYTES);
  #headBytes = 0;
  #kind: MessageKind = 'hello';
  #payload: Buffer | undefined;
  #payloadBytes = 0;

  constructor(options: { readonly limits: ChainLimits }) {
    this.#limits = options.limits;
  }

  /** Takes the next bytes and hands over every message they complete. Throws FrameRefused for what may not be. */
  push(chunk: Buffer, onMessage: (message: Message) => void): void {
    for (let at = 0; at < chunk.length; ) {
      at = this.#payload === undefined ? this.#takeHead(chunk, at) : this.#takePayload(chunk, at);
      if (this.#payload === undefined || this.#payloadBytes < this.#payload.length) continue;
      const message = { kind: this.#kind, payload: this.#payload };
      this.#payload = undefined;
      onMessage(message);
    }
  }

  #takeHead(chunk: Buffer, at: number): number {
    const taken = chunk.copy(this.#head, this.#headBytes, at, at + HEAD_BYTES - this.#headBytes);
    this.#headBytes += taken;
    if (this.#headBytes === HEAD_BYTES) this.#startPayload();
    return at + taken;
  }

  #startPayload(): void {
    this.#headBytes = 0;
    const number = this.#head.readUInt8(4);
    const kind = kindOfNumber(number);
    if (kind === undefined) throw new FrameRefused(`there is no message kind ${number}`);
    const length = this.#head.readUInt32BE(0) - 1;
    if (length < 0 || length > MESSAGES[kind].bytesMax(this.#limits)) throw new FrameRefused(`a ${kind} of ${length} bytes is out of bounds`);
    this.#kind = kind;
    this.#payload = Buffer.allocUnsafeSlow(length);
    this.#payloadBytes = 0;
  }

  #takePayload(chunk: Buffer, at: number): number {
    const taken = chunk.copy(this.#payload!, this.#payloadBytes, at);
    this.#payloadBytes += taken;
    return at + taken;
  }
}
