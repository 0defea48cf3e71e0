import { randomBytes } from 'node:crypto';
import { createSecureContext, type TLSSocket } from 'node:tls';
import type { Bytes, Hash, PublicKey } from '../primitives/bytes';
import { compareBytes, toHex } from '../primitives/bytes';
import type { ChainLimits } from '../protocol/genesis';
import type { ProtocolRange } from '../protocol/protocol-versions';
import { keyOfCertificate, tlsIdentity } from './certificate';
import type { TlsIdentity } from './certificate';
import type { Message } from './frame';
import { LIFE_BYTES } from './hello';
import { NETWORK } from './limits';
import { Listener } from './listener';
import type { MessageKind } from './messages';
import { SecondProcesses } from './second-processes';
import { Session } from './session';
import { WantedPeers, type PeerAddress } from './wanted-peers';

export interface NetworkOptions {
  readonly chainId: Hash;
  /** Ed25519 seed of the node key. */
  readonly nodeSeed: Bytes;
  readonly listen: { readonly host: string; readonly port: number };
  readonly limits: ChainLimits;
  /** Versions of the chain's protocol that this node runs. */
  readonly protocols: ProtocolRange;
}

export interface NetworkParts {
  /** Whether a peer with this key may speak to us besides those of the address list. */
  allows(nodeKey: string): boolean;
  /** Messages arrive from now on, until `onDisconnected`. A session that takes another's place is told as the end of one and the start of the other. */
  onConnected(peer: string): void;
  onDisconnected(peer: string): void;
  onMessage(peer: string, message: Message): void;
  log(level: 'debug' | 'info' | 'warn', words: string, facts: Record<string, string | number>): void;
}

/** The node's connections: one session for each peer, over mutual TLS 1.3. Peers are named by the hex of their node key. */
export class Network {
  readonly #options: NetworkOptions;
  readonly #parts: NetworkParts;
  readonly #identity: TlsIdentity;
  readonly #listener: Listener;
  readonly #alpn: string;
  readonly #sessions = new Map<string, Session>();
  readonly #strangers = new Set<TLSSocket | Session>();
  readonly #wanted: WantedPeers;
  readonly #bannedUntilMs = new Map<string, number>();
  readonly #life = randomBytes(LIFE_BYTES);
  readonly #secondProcesses = new SecondProcesses();
  #closing = false;

  constructor(options: NetworkOptions, parts: NetworkParts) {
    this.#options = options;
    this.#parts = parts;
    this.#alpn = toHex(options.chainId);
    this.#identity = tlsIdentity(options.nodeSeed);
    this.#wanted = this.#makeWanted();
    this.#listener = new Listener({ ...options.listen, alpn: this.#alpn, identity: this.#identity }, {
      onSocket: (socket) => this.#meet(socket, false, undefined),
      log: (level, words, facts) => parts.log(level, words, facts),
    });
  }

  /** @returns the port it listens on. Rejects with the system's error (EADDRINUSE). */
  listen(): Promise<number> {
    return this.#listener.listen();
  }

  get publicKey(): PublicKey {
    return this.#identity.publicKey;
  }

  /** Replaces the address list: new ones are dialled, vanished ones are let go unless they are allowed anyway. */
  setPeers(peers: readonly PeerAddress[]): void {
    this.#wanted.set(peers);
  }

  send(peer: string, kind: MessageKind, payload: Bytes): void {
    this.#sessions.get(peer)?.send(kind, payload);
  }

  /** Whether a peer is in the address list. */
  isWanted(peer: string): boolean {
    return this.#wanted.has(peer);
  }

  isConnected(peer: string): boolean {
    return this.#sessions.has(peer);
  }

  /** The newest version of the wire protocol that a connected peer and this node speak. */
  versionOf(peer: string): number | undefined {
    return this.#sessions.get(peer)?.version;
  }

  /** Versions of the chain's protocol that a connected peer says it runs. */
  protocolsOf(peer: string): ProtocolRange | undefined {
    return this.#sessions.get(peer)?.protocols;
  }

  connected(): readonly string[] {
    return [...this.#sessions.keys()];
  }

  addresses(): readonly PeerAddress[] {
    return this.#wanted.addresses;
  }

  /** Peers whose key a second process uses. */
  twins(): readonly string[] {
    return this.#secondProcesses.twins;
  }

  /** Peers that do not talk to this process, because another one with its key is connected there. */
  refusedBy(): readonly string[] {
    return this.#secondProcesses.refusing;
  }

  /** The peer broke the protocol in a way a layer above found out: let it go, and leave it alone for a while. */
  drop(peer: string, reason: string): void {
    this.#sessions.get(peer)?.close(reason, true);
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#wanted.pauseAll();
    for (const session of [...this.#sessions.values()]) session.close('this node is stopping');
    for (const stranger of [...this.#strangers]) if (stranger instanceof Session) stranger.close('this node is stopping');
      else stranger.destroy();
    await this.#listener.close();
  }

  #makeWanted(): WantedPeers {
    const { publicKey, key, certificate } = this.#identity;
    const secureContext = createSecureContext({ key, cert: certificate, minVersion: 'TLSv1.3' });
    return new WantedPeers({ publicKey, alpn: this.#alpn, secureContext }, {
      onSocket: (socket, peer) => this.#meet(socket, true, peer),
      isConnected: (peer) => this.#sessions.has(peer),
      onForgotten: (peer) => !this.#parts.allows(peer) && this.#sessions.get(peer)?.close('it is no longer in the address list'),
      log: (level, words, facts) => this.#parts.log(level, words, facts),
    });
  }

  /** A TLS connection stands: who is it, and may it speak? `expected` is whom we dialled. */
  #meet(socket: TLSSocket, dialled: boolean, expected: string | undefined): void {
    const key = keyOfCertificate(socket.getPeerX509Certificate());
    const reason = this.#refuses(socket, key, expected);
    if (key === undefined || reason !== undefined) {
      this.#parts.log('warn', 'a connection was refused', { reason: reason ?? '', nodeKey: key ? toHex(key) : '', from: socket.remoteAddress ?? '' });
      socket.on('error', () => undefined);
      socket.destroy();
      if (expected !== undefined) this.#wanted.restart(expected, NETWORK.dialPauseMsMax, false);
      return;
    }
    socket.removeAllListeners('close');
    socket.removeAllListeners('error');
    const session = new Session({ peerKey: key, dialled, limits: this.#options.limits, life: this.#life, protocols: this.#options.protocols }, {
      socket,
      onReady: (ready) => this.#welcome(ready),
      onMessage: (from, message) => this.#sessions.get(from.peer) === from && this.#parts.onMessage(from.peer, message),
      onRefused: ({ peer }) => this.#secondProcesses.refusedBy(peer),
      onClosed: (closed, why, atFault) => this.#closed(closed, why, atFault),
    });
    this.#strangers.add(session);
    // Slowness is no fault: a machine that was overloaded is wanted back as soon as it can answer.
    setTimeout(() => this.#strangers.has(session) && session.close('it did not say hello in time'), NETWORK.handshakeMsMax).unref();
  }

  #refuses(socket: TLSSocket, key: PublicKey | undefined, expected: string | undefined): string | undefined {
    if (this.#closing) return 'this node is stopping';
    if (key === undefined) return 'it showed no Ed25519 key';
    const peer = toHex(key);
    if (socket.alpnProtocol !== this.#alpn) return 'it belongs to another chain';
    if (expected !== undefined && peer !== expected) return 'another node answered at this address';
    if (compareBytes(key, this.publicKey) === 0) return 'it uses the key of this node';
    if (!this.#wanted.has(peer) && !this.#parts.allows(peer)) return 'its key is not known on this chain';
    if ((this.#bannedUntilMs.get(peer) ?? 0) > Date.now()) return 'it broke the protocol a moment ago';
    return this.#strangers.size >= NETWORK.strangersMax ? 'too many connections are waiting' : undefined;
  }

  #welcome(session: Session): void {
    this.#strangers.delete(session);
    const other = this.#sessions.get(session.peer);
    if (other !== undefined && !this.#replaces(session, other)) return this.#refuseSecond(session, other);
    // What was still under way on the other session is lost: to those above it ends here, and they say again what they say to whoever connects.
    other?.close('the same connection was made from the other side');
    this.#sessions.set(session.peer, session);
    this.#wanted.pause(session.peer);
    this.#parts.log('info', 'peer connected', { nodeKey: session.peer });
    this.#parts.onConnected(session.peer);
  }

  /** A process that died and came back is welcome as soon as its first session is found dead; one whose twin is alive hears why it is not. */
  #refuseSecond(session: Session, other: Session): void {
    const { peer } = session;
    const isOther = isOtherLife(session, other);
    const wasAlive = isOther && this.twins().includes(peer);
    other.proveAlive(() => isOther && this.#meetTwin(peer));
    if (wasAlive) session.refuse('another process with this key is connected, and alive');
    else session.close('there is a session with this key already');
  }

  #meetTwin(peer: string): void {
    if (!this.twins().includes(peer)) this.#parts.log('warn', 'ALARM: two processes use the key of one node; the second one is refused', { nodeKey: peer });
    this.#secondProcesses.refusedHere(peer);
  }

  /** When both sides dialled at once, both keep the connection that the lower key opened. Otherwise the first session stays. */
  #replaces(session: Session, other: Session): boolean {
    if (isOtherLife(session, other)) return false;
    const dialledByLower = session.dialled === compareBytes(this.publicKey, session.peerKey) < 0;
    return session.dialled !== other.dialled && dialledByLower;
  }

  #closed(session: Session, reason: string, atFault: boolean): void {
    this.#strangers.delete(session);
    if (atFault) this.#bannedUntilMs.set(session.peer, Date.now() + NETWORK.banMs);
    const current = this.#sessions.get(session.peer) === session;
    if (current) this.#sessions.delete(session.peer);
    if (this.#closing) return;
    this.#parts.log(atFault ? 'warn' : 'info', 'peer disconnected', { nodeKey: session.peer, reason });
    if (!this.#sessions.has(session.peer)) this.#wanted.restart(session.peer, atFault ? NETWORK.banMs : NETWORK.dialGraceMs, session.wasGood);
    if (current) this.#parts.onDisconnected(session.peer);
  }
}

/** Whether two sessions of one key are certainly of two processes. */
function isOtherLife({ life }: Session, other: Session): boolean {
  return life !== undefined && other.life !== undefined && life !== other.life;
}
