import { AGENT_PROTOCOL, type AgentToControl, type AuditHeadKept, type ControlToAgent, type HostFacts, type ObservedNode, type SpareKeys } from '@bystack/api';
import type { Logger } from 'pino';
import { backoffMs } from '../backoff';
import { LIMITS } from '../limits';
import { Relay, type Outlet } from '../relay/relay';
import type { Runtime } from '../runtimes/runtime';
import { MalformedDesired, readDesired, type Desired, type HostWish } from '../wish/read-desired';
import { Connection } from './connection';
import type { Identity, IdentityStore } from './identity';
import { Renewal } from './renewal';
import { Reporter } from './reporter';

export interface ConversationParts {
  readonly log: Logger;
  readonly identities: IdentityStore;
  readonly runtime: Runtime;
  readonly facts: () => Promise<HostFacts>;
  readonly observed: () => readonly ObservedNode[];
  readonly spares: () => readonly SpareKeys[];
  readonly desired: {
    readonly current: HostWish | undefined;
    readonly auditHeadKept: AuditHeadKept | undefined;
    readonly auditTrouble: string | undefined;
    accept(desired: Desired): boolean;
  };
  /** The control plane took keys, or says how many should lie ready. Resolves when they do. */
  readonly restock: (taken: readonly string[], sparesWanted: number) => Promise<void>;
  /** A newer wish was kept. */
  readonly wished: () => void;
}

/** The line to the control plane: opened by us, opened again whenever it breaks, for ever. Nodes do not depend on it. */
export class Conversation implements Outlet {
  private connection: Connection | undefined;
  private relay: Relay | undefined;
  /** From the welcome until the line breaks. */
  private reporter: Reporter | undefined;
  private incarnation: string | undefined;
  private tries = 0;
  private welcomedAtMs = 0;
  private auditTroubleTold: string | undefined;
  private closed = false;
  private reconnect: NodeJS.Timeout | undefined;
  private readonly renewal: Renewal;
  private readonly factsTimer: NodeJS.Timeout;

  constructor(
    private identity: Identity,
    private readonly parts: ConversationParts,
  ) {
    this.factsTimer = setInterval(() => void this.sendFacts(), LIMITS.factsEveryMs);
    this.renewal = new Renewal(identity, parts, (younger) => {
      this.identity = younger;
      this.connection?.close();
    });
    this.open();
  }

  get connected(): boolean {
    return this.incarnation !== undefined;
  }

  /** Something visible changed: it is reported soon. */
  changed(): void {
    this.reporter?.soon();
  }

  send(message: AgentToControl): void {
    this.connection?.send(message);
  }

  async drained(bytes: number): Promise<void> {
    await this.connection?.drained(bytes);
  }

  close(): void {
    this.closed = true;
    clearInterval(this.factsTimer);
    this.renewal.close();
    clearTimeout(this.reconnect);
    this.reporter?.close();
    this.relay?.close();
    this.connection?.close();
  }

  private open(): void {
    // Requests may arrive as soon as the line is open, before the welcome.
    this.relay = new Relay(this.parts.runtime, this);
    this.connection = new Connection(this.identity, {
      opened: () => void this.sayHello(),
      received: (message) => this.receive(message),
      closed: (why) => this.lost(why),
    });
  }

  private lost(why: string): void {
    const wasConnected = this.connected;
    this.relay?.close();
    this.relay = undefined;
    this.connection = undefined;
    this.incarnation = undefined;
    this.reporter?.close();
    this.reporter = undefined;
    if (this.closed) return;
    // A line that breaks soon after each welcome (a full disk, a quarrel) is opened ever more slowly.
    const steady = wasConnected && Date.now() - this.welcomedAtMs > LIMITS.steadyAfterMs;
    this.tries = steady ? 1 : this.tries + 1;
    // Both may be starting at the same time: the first tries come quickly, so that the wait is not doubled past the moment the other is there.
    const inMs = Math.round(backoffMs(Math.max(1, this.tries - LIMITS.reconnectQuickTries), LIMITS.reconnectMs));
    this.parts.log.warn({ why, inMs, tries: this.tries }, 'no line to the control plane; nodes go on');
    this.reconnect = setTimeout(() => this.open(), inMs);
  }

  private async sayHello(): Promise<void> {
    const { current, auditHeadKept = null } = this.parts.desired;
    const facts = await this.parts.facts();
    this.send({ kind: 'hello', protocol: AGENT_PROTOCOL, facts, incarnationSeen: current?.incarnation ?? null, revisionApplied: current?.revision ?? 0, auditHeadKept });
  }

  private receive(message: ControlToAgent): void {
    switch (message.kind) {
      case 'welcome':
        return void this.welcomed(message.incarnation, message.sparesWanted);
      case 'desired':
        return this.take(message);
      case 'spares-taken':
        return void this.restock(message.nodeKeys, message.sparesWanted);
      case 'request':
        return void this.relay?.handle(message);
      case 'cancel':
        return this.relay?.cancel(message.id);
      case 'ping':
        return this.send({ kind: 'pong', nonce: message.nonce });
    }
  }

  private async welcomed(incarnation: string, sparesWanted: number): Promise<void> {
    this.parts.log.info({ incarnation, url: this.identity.url }, 'connected to the control plane');
    this.welcomedAtMs = Date.now();
    this.incarnation = incarnation;
    this.reporter = new Reporter(this.parts, this);
    this.reporter.now();
    await this.restock([], sparesWanted);
  }

  private take(message: Extract<ControlToAgent, { kind: 'desired' }>): void {
    try {
      const desired = readDesired(message);
      if (desired.incarnation !== this.incarnation) throw new MalformedDesired('it is of another incarnation than the welcome');
      if (this.parts.desired.accept(desired)) this.parts.wished();
      else this.reporter?.now();
      this.tellAuditTrouble();
    } catch (error) {
      if (!(error instanceof MalformedDesired)) throw error;
      this.parts.log.error({ why: error.message }, 'a wish could not be used and changes nothing');
    }
  }

  /** Once for each trouble: it is told again with every later word about this host. */
  private tellAuditTrouble(): void {
    const { auditTrouble } = this.parts.desired;
    if (auditTrouble === this.auditTroubleTold) return;
    this.auditTroubleTold = auditTrouble;
    if (auditTrouble !== undefined) this.parts.log.error({ why: auditTrouble }, 'the audit trail is not what it was');
    void this.sendFacts();
  }

  private async restock(taken: readonly string[], sparesWanted: number): Promise<void> {
    try {
      await this.parts.restock(taken, sparesWanted);
    } catch (error) {
      this.parts.log.error({ err: error as Error }, 'no spare keys could be made');
    }
    this.send({ kind: 'spares', keys: this.parts.spares() });
  }

  private async sendFacts(): Promise<void> {
    if (this.connected) this.send({ kind: 'facts', facts: await this.parts.facts() });
  }
}
