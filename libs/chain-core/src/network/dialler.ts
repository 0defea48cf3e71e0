import { connect } from 'node:tls';
import type { SecureContext, TLSSocket } from 'node:tls';
import { NETWORK } from './limits';

export interface DiallerOptions {
  readonly host: string;
  readonly port: number;
  readonly alpn: string;
  readonly secureContext: SecureContext;
  /** Wait this long before the first attempt. */
  readonly graceMs: number;
}

export interface DiallerParts {
  /** TLS is through; who the peer is, is not yet checked. */
  onSocket(socket: TLSSocket): void;
}

/** Keeps trying to reach one address while it is wanted: quickly at first, then with growing pauses up to a bound. */
export class Dialler {
  readonly #options: DiallerOptions;
  readonly #parts: DiallerParts;
  #timer: NodeJS.Timeout | undefined;
  #socket: TLSSocket | undefined;
  #attempts = 0;

  constructor(options: DiallerOptions, parts: DiallerParts) {
    this.#options = options;
    this.#parts = parts;
    this.#waitAndDial(options.graceMs);
  }

  /** Try again; after `pauseMs` at the earliest. `afresh`: from quick attempts on, because the last connection was a good one. */
  restart(pauseMs: number, afresh: boolean): void {
    this.pause();
    if (afresh) this.#attempts = 0;
    this.#waitAndDial(Math.max(pauseMs, this.#pauseMs()));
  }

  /** Stop trying: there is a session, or the peer is not wanted any more. */
  pause(): void {
    clearTimeout(this.#timer);
    this.#socket?.destroy();
    this.#socket = undefined;
    this.#timer = undefined;
  }

  #waitAndDial(pauseMs: number): void {
    this.#timer = setTimeout(() => this.#dial(), pauseMs);
  }

  #dial(): void {
    const { host, port, alpn, secureContext } = this.#options;
    this.#attempts += 1;
    const socket = connect({ host, port, secureContext, ALPNProtocols: [alpn], rejectUnauthorized: false, minVersion: 'TLSv1.3' });
    this.#socket = socket;
    socket.setTimeout(NETWORK.handshakeMsMax, () => socket.destroy());
    socket.once('error', () => undefined);
    socket.once('close', () => this.#socket === socket && this.#again());
    socket.once('secureConnect', () => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.#parts.onSocket(socket);
    });
  }

  #again(): void {
    this.#socket = undefined;
    this.#waitAndDial(this.#pauseMs());
  }

  #pauseMs(): number {
    const doublings = Math.max(0, this.#attempts - NETWORK.dialQuickAttempts);
    return Math.min(NETWORK.dialQuickMs * 2 ** Math.min(doublings, 16), NETWORK.dialPauseMsMax);
  }
}
