import type { SecureContext, TLSSocket } from 'node:tls';
import type { PublicKey } from '../primitives/bytes';
import { compareBytes, fromHex, toHex } from '../primitives/bytes';
import { Dialler } from './dialler';
import { NETWORK } from './limits';

export interface PeerAddress {
  /** Hex. */
  readonly nodeKey: string;
  /** host:port */
  readonly address: string;
}

export interface WantedPeersOptions {
  /** This node's. */
  readonly publicKey: PublicKey;
  readonly alpn: string;
  readonly secureContext: SecureContext;
}

export interface WantedPeersParts {
  onSocket(socket: TLSSocket, peer: string): void;
  isConnected(peer: string): boolean;
  /** It is in the list no more. */
  onForgotten(peer: string): void;
  log(level: 'warn', words: string, facts: Record<string, string>): void;
}

interface Wanted {
  readonly address: string;
  readonly dialler: Dialler;
}

/** The address list: peers that are dialled until there is a session with them. */
export class WantedPeers {
  readonly #options: WantedPeersOptions;
  readonly #parts: WantedPeersParts;
  readonly #wanted = new Map<string, Wanted>();

  constructor(options: WantedPeersOptions, parts: WantedPeersParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** Replaces the list: new ones are dialled, vanished ones are forgotten. */
  set(peers: readonly PeerAddress[]): void {
    const next = new Map(peers.map((peer) => [peer.nodeKey, peer.address]));
    next.delete(toHex(this.#options.publicKey));
    for (const [peer, { address }] of [...this.#wanted]) if (next.get(peer) !== address) this.#forget(peer, next.has(peer));
    for (const [peer, address] of next) if (!this.#wanted.has(peer)) this.#want(peer, address);
  }

  has(peer: string): boolean {
    return this.#wanted.has(peer);
  }

  get addresses(): readonly PeerAddress[] {
    return [...this.#wanted].map(([nodeKey, { address }]) => ({ nodeKey, address }));
  }

  /** There is a session with it. */
  pause(peer: string): void {
    this.#wanted.get(peer)?.dialler.pause();
  }

  /** There is none with it any more, or the connection was worth nothing: it is dialled again, if it is in the list. */
  restart(peer: string, pauseMs: number, wasGood: boolean): void {
    this.#wanted.get(peer)?.dialler.restart(pauseMs, wasGood);
  }

  pauseAll(): void {
    for (const { dialler } of this.#wanted.values()) dialler.pause();
  }

  #want(peer: string, address: string): void {
    const { publicKey, alpn, secureContext } = this.#options;
    const colon = address.lastIndexOf(':');
    const key = fromHex(peer, 32);
    if (key === undefined || colon < 1) return this.#parts.log('warn', 'an entry of the address list cannot be used', { nodeKey: peer, address });
    const dialsFirst = compareBytes(publicKey, key) < 0;
    const host = address.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
    const dialler = new Dialler(
      { host, port: Number(address.slice(colon + 1)), alpn, secureContext, graceMs: dialsFirst ? 0 : NETWORK.dialGraceMs },
      { onSocket: (socket) => this.#parts.onSocket(socket, peer) },
    );
    this.#wanted.set(peer, { address, dialler });
    if (this.#parts.isConnected(peer)) dialler.pause();
  }

  #forget(peer: string, hasMoved: boolean): void {
    this.pause(peer);
    this.#wanted.delete(peer);
    if (!hasMoved) this.#parts.onForgotten(peer);
  }
}
