import { WebSocket } from 'ws';
import type { AgentToControl, AuditHeadKept, ControlToAgent, DesiredNode, HostFacts, ObservedNode, SpareKeys } from '@bystack/api';
import { FACTS, type TestIdentity } from './enrol';
import { makeSpare } from './make-spare';

export interface NodeAnswer {
  readonly status: number;
  readonly body: unknown;
}
export interface TestAgentOptions {
  /** How it makes keys; default: as agents do. */
  readonly spare?: (port: number) => SpareKeys;
  readonly nodesMax?: number;
  /** What a node becomes when it is wished to run; default: it runs at once and has block 1. */
  readonly become?: (node: DesiredNode) => Partial<ObservedNode>;
  /** What its nodes answer. */
  readonly answer?: (nodeId: string, method: string, path: string, body: Buffer) => NodeAnswer | Promise<NodeAnswer>;
}

/** Speaks the agent's side of the protocol over real TLS and a real WebSocket; its nodes are figures in a table. */
export class TestAgent {
  readonly nodes = new Map<string, ObservedNode>();
  readonly received: ControlToAgent[] = [];
  readonly spares: SpareKeys[] = [];
  incarnation: string | null = null;
  revision = 0;
  auditHeadKept: AuditHeadKept | null = null;
  closeCode: number | undefined;
  refusedWith: number | undefined;
  #socket: WebSocket | undefined;
  #watchers: (() => void)[] = [];
  #port = 20_000;

  constructor(
    readonly identity: TestIdentity,
    private readonly options: TestAgentOptions = {},
  ) {}

  get facts(): HostFacts {
    return { ...FACTS, nodesMax: this.options.nodesMax ?? FACTS.nodesMax };
  }

  async connect(): Promise<this> {
    const { token, certificatePem, key, caPem } = this.identity;
    this.closeCode = undefined;
    this.refusedWith = undefined;
    this.received.length = 0;
    this.#socket?.terminate();
    const socket = new WebSocket(`${token.url.replace('https', 'wss')}/agent/v1/sync`, {
      cert: certificatePem,
      key,
      ca: caPem,
      servername: 'control-plane.bystack',
      minVersion: 'TLSv1.3',
    } as never);
    this.#socket = socket;
    socket.on('message', (data) => this.#take(JSON.parse((data as Buffer).toString('utf8')) as ControlToAgent));
    socket.on('close', (code) => socket === this.#socket && this.#note(() => (this.closeCode = code)));
    socket.on('unexpected-response', (_request, response) => this.#note(() => (this.refusedWith = response.statusCode)));
    socket.on('error', () => undefined);
    socket.once('open', () =>
      this.send({
        ...{ kind: 'hello', protocol: 1, facts: this.facts, incarnationSeen: this.incarnation, revisionApplied: this.revision },
        auditHeadKept: this.auditHeadKept,
      }),
    );
    await this.until(
      () => this.received.some(({ kind }) => kind === 'desired') || this.closeCode !== undefined || this.refusedWith !== undefined,
    );
    return this;
  }

  send(message: AgentToControl): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  sendRaw(text: string): void {
    this.#socket?.send(text);
  }

  report(complete = false): void {
    this.send({ kind: 'observed', complete, revisionApplied: this.revision, nodes: [...this.nodes.values()] });
  }

  /** Changes what a node is, and says so. */
  set(nodeId: string, change: Partial<ObservedNode>): void {
    const node = this.nodes.get(nodeId);
    if (!node) throw new Error(`no node ${nodeId}`);
    this.nodes.set(nodeId, { ...node, ...change, observedAtMs: Date.now() });
    this.report();
  }

  close(): void {
    this.#socket?.terminate();
  }

  /** Settles when it holds; looks again whenever something arrives. */
  async until(holds: () => boolean, withinMs = 60_000): Promise<void> {
    const deadline = performance.now() + withinMs;
    while (!holds()) {
      if (performance.now() > deadline) throw new Error('it did not come');
      await new Promise<void>((settle) => {
        const timer = setTimeout(settle, 200);
        this.#watchers.push(() => (clearTimeout(timer), settle()));
      });
    }
  }

  #note(change: () => void): void {
    change();
    this.#watchers.splice(0).forEach((wake) => wake());
  }

  #take(message: ControlToAgent): void {
    this.#note(() => this.received.push(message));
    if (message.kind === 'ping') this.send({ kind: 'pong', nonce: message.nonce });
    if (message.kind === 'welcome') this.#welcomed(message.incarnation, message.sparesWanted);
    if (message.kind === 'spares-taken') this.#restock(message.nodeKeys, message.sparesWanted);
    if (message.kind === 'desired') this.#apply(message);
    if (message.kind === 'request') void this.#answer(message);
  }

  #welcomed(incarnation: string, wanted: number): void {
    this.incarnation = incarnation;
    this.report(true);
    this.#restock([], wanted);
  }

  #restock(taken: readonly string[], wanted: number): void {
    this.spares.splice(0, this.spares.length, ...this.spares.filter(({ nodeKey }) => !taken.includes(nodeKey)));
    while (this.spares.length < wanted) this.spares.push((this.options.spare ?? makeSpare)((this.#port += 1)));
    this.send({ kind: 'spares', keys: this.spares });
  }

  #apply({ nodes, revision, incarnation, auditHead }: Extract<ControlToAgent, { kind: 'desired' }>): void {
    this.revision = revision;
    this.auditHeadKept = { incarnation, ...auditHead };
    for (const node of nodes) this.nodes.set(node.nodeId, this.#become(node));
    const listed = new Set(nodes.map(({ nodeId }) => nodeId));
    for (const { nodeId, state } of this.nodes.values()) if (state === 'absent' && !listed.has(nodeId)) this.nodes.delete(nodeId);
    this.report();
  }

  #become(node: DesiredNode): ObservedNode {
    const { nodeId, chainId, nodeKey, generation } = node;
    const before = this.nodes.get(nodeId);
    const base = { nodeId, chainId, nodeKey, generation, restarts: 0, observedAtMs: Date.now() };
    if (node.wish === 'absent') return { ...base, state: 'absent' };
    if (node.wish === 'stopped') return { ...base, state: 'stopped' };
    const status = {
      headHeight: 1,
      finalHeight: 1,
      finalBlockId: '00',
      finalTimeMs: Date.now(),
      peersConnected: node.peers.length,
      peersKnown: node.peers.length,
      rssBytes: 1,
      syncing: false,
    };
    return {
      ...(before?.generation === generation ? before : { ...base, state: 'running' as const, status }),
      ...this.options.become?.(node),
    };
  }

  async #answer({ id, nodeId, method, path, bodyBase64, stream }: Extract<ControlToAgent, { kind: 'request' }>): Promise<void> {
    const { status, body } = (await this.options.answer?.(nodeId, method, path, Buffer.from(bodyBase64, 'base64'))) ?? {
      status: 404,
      body: { code: 'NOT_FOUND', detail: 'nothing' },
    };
    const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)).toString('base64');
    this.send({ kind: 'response', id, status, headers: {}, bodyBase64: stream ? '' : bytes });
    if (stream) this.send({ kind: 'chunk', id, bodyBase64: bytes });
    if (stream) this.send({ kind: 'end', id });
  }
}
