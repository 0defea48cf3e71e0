import { AGENT_PROTOCOL, type AgentToControl, type ControlToAgent, type HostFacts, type ObservedNode, type SpareKeys } from '@bystack/api';
import type { Logger } from 'pino';
import { backoffMs } from '../backoff';
import { LIMITS } from '../limits';
import { Relay, type Outlet } from '../relay/relay';
import type { Runtime } from '../runtimes/runtime';
import { MalformedDesired, readDesired, type Desired } from '../wish/read-desired';
import { renew } from './certificate';
import { Connection } from './connection';
import { renewAtMs, type Identity, type IdentityStore } from './identity';
import { changesBetween } from './observed-changes';

export interface ConversationParts {
  readonly log: Logger;
  readonly identities: IdentityStore;
  readonly runtime: Runtime;
  readonly facts: () => Promise<HostFacts>;
  readonly observed: () => readonly ObservedNode[];
  readonly spares: () => readonly SpareKeys[];
  readonly desired: { readonly current: Desired | undefined; accept(desired: Desired): boolean };
  /** The control plane took keys, or says how many should lie ready. Resolves when they do. */
  readonly restock: (taken: readonly string[], sparesWanted: number) => Promise<void>;
  /** A newer wish was kept. */
  readonly wished: () => void;
}

/** The line to the control plane: opened by us, opened again whenever it breaks, for ever. Nodes do not depend on it. */
export class Conversation implements Outlet {
  private connection: Connection | undefined;
  private relay: Relay | undefined;
  private reported: readonly ObservedNode[] | undefined;
  private incarnation: string | undefined;
  private tries = 0;
  private welcomedAtMs = 0;
  private closed = false;
  private reconnect: NodeJS.Timeout | undefined;
  private report: NodeJS.Timeout | undefined;
  private renewal: NodeJS.Timeout;
  private readonly factsTimer: NodeJS.Timeout;

  constructor(
    private identity: Identity,
    private readonly parts: ConversationParts,
  ) {
    this.factsTimer = setInterval(() => void this.sendFacts(), LIMITS.factsEveryMs);
    this.renewal = this.planRenewal();
    this.open();
  }

  get connected(): boolean {
    return this.incarnation !== undefined;
  }

  /** Something visible changed: it is reported soon, together with whatever else changes meanwhile. */
  changed(): void {
    if (!this.connected || this.report) return;
    this.report = setTimeout(() => {
      this.report = undefined;
      this.sendObserved();
    }, LIMITS.reportAfterMs);
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
    clearTimeout(this.renewal);
    clearTimeout(this.reconnect);
    clearTimeout(this.report);
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
    this.reported = undefined;
    if (this.closed) return;
    // A line that breaks soon after each welcome (a full disk, a quarrel) is opened ever more slowly.
    const steady = wasConnected && Date.now() - this.welcomedAtMs > LIMITS.steadyAfterMs;
    this.tries = steady ? 1 : this.tries + 1;
    const inMs = Math.round(backoffMs(this.tries, LIMITS.reconnectMs));
    this.parts.log.warn({ why, inMs, tries: this.tries }, 'no line to the control plane; nodes go on');
    this.reconnect = setTimeout(() => this.open(), inMs);
  }

  private async sayHello(): Promise<void> {
    const current = this.parts.desired.current;
    const facts = await this.parts.facts();
    this.send({ kind: 'hello', protocol: AGENT_PROTOCOL, facts, incarnationSeen: current?.incarnation ?? null, revisionApplied: current?.revision ?? 0 });
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
    this.sendObserved();
    await this.restock([], sparesWanted);
  }

  private take(message: Extract<ControlToAgent, { kind: 'desired' }>): void {
    try {
      const desired = readDesired(message);
      if (desired.incarnation !== this.incarnation) throw new MalformedDesired('it is of another incarnation than the welcome');
      if (this.parts.desired.accept(desired)) this.parts.wished();
      else this.sendObserved();
    } catch (error) {
      if (!(error instanceof MalformedDesired)) throw error;
      this.parts.log.error({ why: error.message }, 'a wish could not be used and changes nothing');
    }
  }

  private async restock(taken: readonly string[], sparesWanted: number): Promise<void> {
    try {
      await this.parts.restock(taken, sparesWanted);
    } catch (error) {
      this.parts.log.error({ err: error as Error }, 'no spare keys could be made');
    }
    this.send({ kind: 'spares', keys: this.parts.spares() });
  }

  private sendObserved(): void {
    if (!this.connected) return;
    const nodes = this.parts.observed();
    const complete = this.reported === undefined;
    const changes = complete ? nodes : changesBetween(this.reported ?? [], nodes);
    const revisionApplied = this.parts.desired.current?.revision ?? 0;
    this.reported = nodes;
    if (complete || changes.length > 0) this.send({ kind: 'observed', complete, revisionApplied, nodes: changes });
  }

  private async sendFacts(): Promise<void> {
    if (this.connected) this.send({ kind: 'facts', facts: await this.parts.facts() });
  }

  private planRenewal(): NodeJS.Timeout {
    const dueInMs = renewAtMs(this.identity.certificatePem) - Date.now();
    return setTimeout(() => void this.renew(), Math.min(LIMITS.renewLookMs.most, Math.max(LIMITS.renewLookMs.least, dueInMs)));
  }

  /** The old certificate stays good until the new one was used, so a crash anywhere leaves one that works. */
  private async renew(): Promise<void> {
    try {
      if (Date.now() >= renewAtMs(this.identity.certificatePem)) {
        this.identity = await renew(this.parts.identities, this.identity);
        this.parts.log.info('the certificate was renewed');
        this.connection?.close();
      }
    } catch (error) {
      this.parts.log.warn({ why: (error as Error).message }, 'the certificate could not be renewed yet');
    }
    if (!this.closed) this.renewal = this.planRenewal();
  }
}
