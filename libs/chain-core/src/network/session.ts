import type { TLSSocket } from 'node:tls';
import type { Bytes, PublicKey } from '../primitives/bytes';
import { EMPTY, toHex } from '../primitives/bytes';
import type { ChainLimits } from '../protocol/genesis';
import type { ProtocolRange } from '../protocol/protocol-versions';
import { FrameReader, FrameRefused } from './frame';
import type { Message } from './frame';
import { encodeHello, lifeOf, protocolsOf, readHello, versionOf } from './hello';
import { NETWORK } from './limits';
import type { MessageKind } from './messages';
import { Outbox } from './outbox';

export interface SessionOptions {
  readonly peerKey: PublicKey;
  /** True if this node opened the connection. */
  readonly dialled: boolean;
  readonly limits: ChainLimits;
  /** Of this process; see hello.ts. */
  readonly life: Bytes;
  /** Versions of the chain's protocol that this node runs. */
  readonly protocols: ProtocolRange;
}

export interface SessionParts {
  readonly socket: TLSSocket;
  /** Both hellos are through. */
  onReady(session: Session): void;
  onMessage(session: Session, message: Message): void;
  /** The peer does not talk to this node: somebody else uses its key. */
  onRefused(session: Session): void;
  onClosed(session: Session, reason: string, atFault: boolean): void;
}

/** One authenticated connection to one peer. */
export class Session {
  readonly peerKey: PublicKey;
  readonly peer: string;
  readonly dialled: boolean;
  readonly #parts: SessionParts;
  readonly #outbox: Outbox;
  readonly #reader: FrameReader;
  readonly #watch: NodeJS.Timeout;
  #readyAtMs: number | undefined;
  #version = 0;
  #life: string | undefined;
  #protocols: ProtocolRange | undefined;
  #closed = false;
  #silentMs = 0;
  #heard = false;
  #isProving = false;

  constructor(options: SessionOptions, parts: SessionParts) {
    this.peerKey = options.peerKey;
    this.peer = toHex(options.peerKey);
    this.dialled = options.dialled;
    this.#parts = parts;
    this.#outbox = new Outbox({ sink: parts.socket });
    this.#reader = new FrameReader({ limits: options.limits });
    const { socket } = parts;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('drain', () => this.#outbox.flush());
    socket.on('error', (error) => this.close(error.message));
    socket.on('close', () => this.close('the connection ended'));
    socket.setTimeout(0);
    this.#watch = setInterval(() => this.#watchSilence(), NETWORK.pingAfterSilenceMs);
    this.#watch.unref();
    this.#outbox.send('hello', encodeHello(options.life, options.protocols));
  }

  get dropped(): number {
    return this.#outbox.dropped;
  }

  /** Whether it lasted long enough to hope that the next one will. */
  get wasGood(): boolean {
    return this.#readyAtMs !== undefined && Date.now() - this.#readyAtMs >= NETWORK.goodSessionMs;
  }

  /** The newest version of the wire protocol that both sides speak; 0 before the hello. */
  get version(): number {
    return this.#version;
  }

  /** Which process of the peer's this is; undefined: it did not say. */
  get life(): string | undefined {
    return this.#life;
  }

  /** Versions of the chain's protocol that the peer's node runs; undefined: it did not say. */
  get protocols(): ProtocolRange | undefined {
    return this.#protocols;
  }

  send(kind: MessageKind, payload: Bytes): void {
    if (this.#closed) return;
    if (!this.#outbox.send(kind, payload)) this.close('it does not take what it asked for');
  }

  /** Somebody else claims this peer's key: if this session is dead, it shall not stand in the way. */
  proveAlive(onAlive: () => void): void {
    if (this.#isProving) return; // Whoever comes back every moment must not shorten its time.
    this.#isProving = true;
    this.#heard = false;
    this.send('ping', EMPTY);
    setTimeout(() => {
      this.#isProving = false;
      if (this.#heard) onAlive();
      else this.close('gave no sign of life');
    }, NETWORK.proveAliveMs).unref();
  }

  /** Tells the peer that somebody else uses its key, and closes. */
  refuse(reason: string): void {
    if (this.#version >= 3) this.send('refused', Uint8Array.of(1));
    this.close(reason, false, true);
  }

  /** @param inPeace what was said last still goes out */
  close(reason: string, atFault = false, inPeace = false): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#watch);
    const { socket } = this.#parts;
    if (inPeace) {
      socket.end();
      setTimeout(() => socket.destroy(), NETWORK.proveAliveMs).unref();
    } else socket.destroy();
    this.#parts.onClosed(this, reason, atFault);
  }

  #read(chunk: Buffer): void {
    this.#heard = true;
    this.#silentMs = 0;
    try {
      this.#reader.push(chunk, (message) => this.#closed || this.#take(message));
    } catch (error) {
      if (!(error instanceof FrameRefused)) throw error;
      this.close(error.message, true);
    }
  }

  #take(message: Message): void {
    if (this.#readyAtMs === undefined) return this.#greet(message);
    if (message.kind === 'ping') return this.send('pong', EMPTY);
    if (message.kind === 'pong') return;
    if (message.kind === 'hello') return this.close('said hello twice', true);
    if (message.kind === 'refused') return this.#takeRefusal();
    this.#parts.onMessage(this, message);
  }

  #greet(message: Message): void {
    const reason = message.kind === 'hello' ? readHello(message.payload) : 'did not say hello first';
    if (reason !== undefined) return this.close(reason, true);
    this.#version = versionOf(message.payload);
    this.#life = lifeOf(message.payload);
    this.#protocols = protocolsOf(message.payload);
    this.#readyAtMs = Date.now();
    this.#parts.onReady(this);
  }

  #takeRefusal(): void {
    this.#parts.onRefused(this);
    this.close('another process with the key of this node is connected there');
  }

  #watchSilence(): void {
    this.#silentMs += NETWORK.pingAfterSilenceMs;
    if (this.#silentMs > NETWORK.deadAfterSilenceMs) this.close('it fell silent');
    else if (this.#silentMs > NETWORK.pingAfterSilenceMs) this.send('ping', EMPTY);
  }
}
