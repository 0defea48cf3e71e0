import type { AgentToControl, ControlToAgent } from '@bystack/api';
import { setTimeout as delay } from 'node:timers/promises';
import WebSocket from 'ws';
import { LIMITS } from '../limits';
import type { Identity } from './identity';
import { CONTROL_PLANE_NAME } from './pinned';

export interface ConnectionHandlers {
  readonly opened: () => void;
  readonly received: (message: ControlToAgent) => void;
  readonly closed: (why: string) => void;
}

const DRAIN_LOOK_MS = 10;

/** One open line to the control plane over mutual TLS. It ends itself when nothing is heard for too long. */
export class Connection {
  private readonly socket: WebSocket;
  private heardAtMs = Date.now();
  private readonly timer: NodeJS.Timeout;
  private why = 'closed';

  constructor(
    identity: Identity,
    private readonly handlers: ConnectionHandlers,
  ) {
    const { url, caPem, certificatePem, keyPem } = identity;
    this.socket = new WebSocket(`${url.replace(/^https/, 'wss')}/agent/v1/sync`, {
      ...{ ca: caPem, cert: certificatePem, key: keyPem, servername: CONTROL_PLANE_NAME, minVersion: 'TLSv1.3' },
      maxPayload: LIMITS.frameBytesMax,
      handshakeTimeout: 15_000,
      perMessageDeflate: false,
    });
    this.socket.on('open', () => handlers.opened());
    this.socket.on('message', (data: Buffer) => this.hear(data));
    this.socket.on('pong', () => (this.heardAtMs = Date.now()));
    this.socket.on('error', (error) => (this.why = error.message));
    this.socket.once('close', (code, reason) => this.ended(`${this.why} (${code}${reason.length > 0 ? ` ${reason.toString('utf8')}` : ''})`));
    this.timer = setInterval(() => this.checkSilence(), LIMITS.silenceMs / 3);
  }

  send(message: AgentToControl): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  /** Resolves when at most `bytes` wait to be sent, or the line is gone. */
  async drained(bytes: number): Promise<void> {
    while (this.socket.readyState === WebSocket.OPEN && this.socket.bufferedAmount > bytes) await delay(DRAIN_LOOK_MS);
  }

  close(): void {
    this.socket.close(1000);
    setTimeout(() => this.socket.terminate(), 1000).unref();
  }

  private hear(data: Buffer): void {
    this.heardAtMs = Date.now();
    try {
      this.handlers.received(JSON.parse(data.toString('utf8')) as ControlToAgent);
    } catch (error) {
      this.why = `a message could not be used: ${(error as Error).message}`;
      this.socket.close(1003);
    }
  }

  private checkSilence(): void {
    if (Date.now() - this.heardAtMs > LIMITS.silenceMs) {
      this.why = 'nothing was heard for too long';
      this.socket.terminate();
    } else if (this.socket.readyState === WebSocket.OPEN) this.socket.ping();
  }

  private ended(why: string): void {
    clearInterval(this.timer);
    this.handlers.closed(why);
  }
}
