import { Logger } from '@nestjs/common';
import { WebSocket } from 'ws';
import type { AgentToControl, AuditHead, AuditHeadKept, ControlToAgent } from '@bystack/api';
import { readAgentMessage } from './agent-messages';
import { HOST_LIMITS } from './limits';
import { Relay } from './relay';

export interface ConnectionOptions {
  readonly hostId: string;
  readonly organisationId: string;
}
export interface ConnectionParts {
  readonly socket: WebSocket;
  /** One message at a time, in order; a throw ends the connection. */
  readonly receive: (message: AgentToControl, connection: AgentConnection) => Promise<void>;
  readonly closed: (connection: AgentConnection) => void;
}
type Answer = Extract<AgentToControl, { kind: 'response' | 'chunk' | 'end' }>;

/** Close codes agents see. */
export const CLOSE = { revoked: 4401, replaced: 4409, protocol: 4400, again: 4503 } as const;

/** One agent's line, with what belongs to it and ends with it. */
export class AgentConnection {
  readonly relay = new Relay((message) => this.send(message));
  /** Chains whose genesis this line has carried. */
  readonly genesisSent = new Set<string>();
  /** Set by `hello`; before that nothing else is listened to. */
  greeted = false;
  /** Set by the first complete `observed`; before that nothing is commanded. */
  reported = false;
  /** Nodes it carries that this control plane knows nothing of. They are left alone. */
  unlisted = 0;
  /** Set by the first `spares`. */
  stocked = false;
  /** The head of the audit trail it keeps: as it said, or as it was told since. */
  auditHeadKept: AuditHeadKept | null = null;
  /** A head it kept that our trail does not contain. Stays for as long as the line does. */
  auditHeadMissing: AuditHead | undefined;
  readonly hostId: string;
  readonly organisationId: string;
  readonly #log = new Logger('agents');
  readonly #heartbeat: NodeJS.Timeout;
  #work: Promise<void> = Promise.resolve();
  #waiting = 0;
  #heardAt = performance.now();

  constructor(
    { hostId, organisationId }: ConnectionOptions,
    private readonly parts: ConnectionParts,
  ) {
    this.hostId = hostId;
    this.organisationId = organisationId;
    const { socket } = parts;
    socket.on('message', (data, isBinary) => this.#arrived(isBinary ? '' : (data as Buffer).toString('utf8')));
    socket.on('error', (error) => this.#log.warn(`host ${hostId}: ${error.message}`));
    socket.once('close', () => this.#ended());
    this.#heartbeat = setInterval(() => this.#beat(), HOST_LIMITS.pingEveryMs).unref();
  }

  /** Drops the line instead of filling our memory when the agent does not read. */
  send(message: ControlToAgent): void {
    const { socket } = this.parts;
    if (socket.readyState !== WebSocket.OPEN) return;
    socket.send(JSON.stringify(message));
    if (socket.bufferedAmount > HOST_LIMITS.outboundBufferBytesMax) socket.terminate();
  }

  close(code: number, reason: string): void {
    this.parts.socket.close(code, reason);
    setTimeout(() => this.parts.socket.terminate(), 1000).unref();
  }

  #arrived(frame: string): void {
    this.#heardAt = performance.now();
    const message = readAgentMessage(frame);
    if (!message) return this.close(CLOSE.protocol, 'not a message of this conversation');
    if (message.kind === 'response' || message.kind === 'chunk' || message.kind === 'end')
      return this.relay.accept(message satisfies Answer);
    this.#waiting += 1;
    if (this.#waiting >= HOST_LIMITS.messagesWaitingMax) this.parts.socket.pause();
    this.#work = this.#work.then(() => this.#handle(message));
  }

  async #handle(message: AgentToControl): Promise<void> {
    try {
      if (this.parts.socket.readyState === WebSocket.OPEN) await this.parts.receive(message, this);
    } catch (error) {
      this.#log.error(error);
      this.close(CLOSE.again, 'could not be worked on');
    } finally {
      this.#waiting -= 1;
      if (this.parts.socket.isPaused) this.parts.socket.resume();
    }
  }

  #beat(): void {
    if (performance.now() - this.#heardAt > HOST_LIMITS.pongWithinMs) return this.parts.socket.terminate();
    this.send({ kind: 'ping', nonce: Math.trunc(performance.now()) });
  }

  #ended(): void {
    clearInterval(this.#heartbeat);
    this.relay.close();
    this.parts.closed(this);
  }
}
