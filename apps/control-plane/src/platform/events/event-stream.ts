import type { Response } from 'express';
import { HTTP_LIMITS } from '../http';

const HEARTBEAT_MS = 15_000;
/** Then the reader comes again and shows its credential again. */
const LIFE_MS = 30 * 60_000;

/** One answer of server-sent events. A reader that is too slow is cut off rather than let fill our memory; it reconnects. */
export class EventStream {
  readonly #timers: readonly NodeJS.Timeout[];
  readonly #closed: Promise<void>;

  constructor(private readonly response: Response) {
    response
      .status(200)
      .set({ 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' })
      .flushHeaders();
    this.#closed = new Promise((settle) => response.once('close', settle));
    this.#timers = [
      setInterval(() => this.#write(': still here\n\n'), HEARTBEAT_MS).unref(),
      setTimeout(() => this.close(), LIFE_MS).unref(),
    ];
    this.onClose(() => this.#timers.forEach((timer) => clearTimeout(timer)));
  }

  send(event: string, data: unknown): void {
    this.#write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Passes on bytes that are an event stream already. */
  relay(bytes: Buffer): void {
    this.#write(bytes);
  }

  onClose(action: () => void): void {
    void this.#closed.then(action);
  }

  close(): void {
    this.response.end();
  }

  #write(bytes: string | Buffer): void {
    if (this.response.destroyed || this.response.writableEnded) return;
    this.response.write(bytes);
    if (this.response.writableLength > HTTP_LIMITS.eventStreamBufferBytesMax) this.response.destroy();
  }
}
