import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import type { Server, TLSSocket } from 'node:tls';
import type { TlsIdentity } from './certificate';
import { NETWORK } from './limits';

export interface ListenerOptions {
  readonly host: string;
  readonly port: number;
  readonly alpn: string;
  readonly identity: TlsIdentity;
}

export interface ListenerParts {
  /** TLS is through; who the peer is, is not yet checked. */
  onSocket(socket: TLSSocket): void;
  log(level: 'debug' | 'warn', words: string, facts: Record<string, string | number>): void;
}

/** Where peers that dial this node come in: mutual TLS 1.3, by any certificate. */
export class Listener {
  readonly #options: ListenerOptions;
  readonly #parts: ListenerParts;
  readonly #server: Server;

  constructor(options: ListenerOptions, parts: ListenerParts) {
    this.#options = options;
    this.#parts = parts;
    const { key, certificate: cert } = options.identity;
    this.#server = createServer(
      { key, cert, minVersion: 'TLSv1.3', requestCert: true, rejectUnauthorized: false, ALPNProtocols: [options.alpn], handshakeTimeout: NETWORK.handshakeMsMax },
      (socket) => parts.onSocket(socket),
    );
    this.#server.maxConnections = NETWORK.strangersMax + 1024;
    this.#server.on('tlsClientError', (error, socket) => {
      parts.log('debug', 'a connection was refused in the handshake', { reason: error.message });
      socket.destroy();
    });
  }

  /** @returns the port it listens on. Rejects with the system's error (EADDRINUSE). */
  listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#options.port, this.#options.host, () => {
        this.#server.removeListener('error', reject);
        this.#server.on('error', (error) => this.#parts.log('warn', 'the listener has trouble', { reason: error.message }));
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  async close(): Promise<void> {
    if (this.#server.listening) await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
