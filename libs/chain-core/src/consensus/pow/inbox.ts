import type { Bytes } from '../../primitives/bytes';
import { Refusal } from '../../primitives/refusal';
import type { Bodies } from './bodies';
import { headersAfter } from './locate';
import { decodeMessage, encodeBlockMessage, encodeHeaders, type Message } from './message-codec';
import type { PowState } from './state';
import { takeHeaders } from './take-headers';

/** Messages of peers: read, limited, and given to the rule they are for. */
export class Inbox {
  constructor(private readonly state: PowState, private readonly bodies: Bodies) {}

  take(from: number, bytes: Bytes): void {
    if (!this.state.peers.has(from)) return;
    const message = this.read(from, bytes);
    switch (message?.kind) {
      case undefined:
        return;
      case 'headers':
        return takeHeaders(this.state, from, message.headers);
      case 'block':
        return this.bodies.take(from, message.block);
      case 'want-headers':
        return void this.state.answer(from, encodeHeaders(headersAfter(this.state, message.locator)));
      case 'want-block':
        return this.answerBlock(from, message.blockId);
    }
  }

  private answerBlock(to: number, id: Bytes): void {
    const { tree, parts } = this.state;
    const height = parts.finals.heightOf(id);
    const block = tree.get(id)?.body?.bytes ?? (height === undefined ? undefined : parts.finals.block(height));
    if (block !== undefined) this.state.answer(to, encodeBlockMessage(block));
  }

  private read(from: number, bytes: Bytes): Message | undefined {
    try {
      return decodeMessage(bytes, this.state.options.blockBytesMax);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.state.drop(from, `a message cannot be read: ${String(error.facts.field)} ${String(error.facts.reason)}`);
      return undefined;
    }
  }
}
