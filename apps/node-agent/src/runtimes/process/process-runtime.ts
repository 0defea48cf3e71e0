import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { NodeReady, PeerAddress, SeenBefore } from '@bystack/api';
import { makeFolder } from '../../files/atomic';
import { Failure } from '../../failure';
import { LIMITS } from '../../limits';
import type { NodeFiles, NodeSpec } from '../../wish/node-spec';
import { failureOfExit } from '../exit-code';
import type { LocalNode, LogOptions, RpcAddress, Runtime, RuntimeFacts } from '../runtime';
import { NodeFolder, sweepRubbish, type Run } from './node-folder';
import { isAlive, processesIn, signal } from '../../files/proc';
import { spawnNode, type Spawned } from './spawn-node';

export interface ProcessRuntimeOptions {
  /** Absolute; one folder a node below it. */
  readonly folder: string;
  /** JavaScript file the node's program is in. */
  readonly program: string;
  readonly softwareVersion: string;
  /** Where other hosts reach this one; without it nodes listen on loopback. */
  readonly advertise?: string;
}

const LOOK_EVERY_MS = 15;
const READY = '{"ready":true';

/** Chain nodes as plain processes that outlive the agent. */
export class ProcessRuntime implements Runtime {
  readonly kind = 'process';
  readonly lookEveryMs = 1_000;
  private readonly folders = new Map<string, NodeFolder>();
  private readonly children = new Map<string, Spawned>();
  private readonly watchers = new Set<() => void>();

  constructor(private readonly options: ProcessRuntimeOptions) {
    makeFolder(options.folder);
    sweepRubbish(options.folder);
    this.adoptStrays();
  }

  describe(): Promise<RuntimeFacts> {
    const trouble = existsSync(this.options.program) ? undefined : `The program of chain nodes is not at ${this.options.program}; run npm run build.`;
    return Promise.resolve({ trouble, softwareVersions: [this.options.softwareVersion] });
  }

  addressOf(_nodeKey: string, port: number): string {
    return `${this.options.advertise ?? '127.0.0.1'}:${port}`;
  }

  list(): Promise<readonly LocalNode[]> {
    const names = readdirSync(this.options.folder).filter((name) => !name.startsWith('.'));
    return Promise.resolve(names.map((nodeId) => this.look(nodeId)));
  }

  prepare(spec: NodeSpec, files: NodeFiles): Promise<void> {
    const host = this.options.advertise === undefined ? '127.0.0.1' : '0.0.0.0';
    const { port, keepBlocks } = spec;
    const settings = { listen: { host, port }, rpc: { host: '127.0.0.1', port: 0 }, logLevel: 'info', ...(keepBlocks !== undefined && { keepBlocks }) } as const;
    this.folder(spec.nodeId).prepare(spec, settings, files);
    return Promise.resolve();
  }

  async start(nodeId: string): Promise<void> {
    const folder = this.folder(nodeId);
    const before = folder.run;
    if (!isAlive(before)) await this.spawn(nodeId, folder, before);
    await this.untilReady(nodeId, folder);
  }

  async stop(nodeId: string): Promise<void> {
    const { run } = this.folder(nodeId);
    if (!isAlive(run)) return;
    const force = Date.now() + LIMITS.stopWithinMs;
    signal(run, 'SIGTERM');
    while (isAlive(run)) {
      if (Date.now() > force) signal(run, 'SIGKILL');
      await delay(LOOK_EVERY_MS);
    }
  }

  putPeers(nodeId: string, peers: readonly PeerAddress[]): Promise<void> {
    this.folder(nodeId).putPeers(peers);
    return Promise.resolve();
  }

  putSeen(nodeId: string, seen: SeenBefore | null): Promise<void> {
    this.folder(nodeId).putSeen(seen);
    return Promise.resolve();
  }

  remove(nodeId: string, volume: boolean): Promise<void> {
    this.folder(nodeId).remove(volume);
    this.folders.delete(nodeId);
    return Promise.resolve();
  }

  logs(nodeId: string, options: LogOptions): AsyncIterable<Uint8Array> {
    return this.folder(nodeId).log.read(options);
  }

  rpc(nodeId: string): Promise<RpcAddress | undefined> {
    const folder = this.folder(nodeId);
    const { run } = folder;
    const serving = isAlive(run) && run.rpcPort !== undefined ? { host: '127.0.0.1', port: run.rpcPort, token: folder.rpcToken } : undefined;
    return Promise.resolve(serving);
  }

  watch(changed: () => void): () => void {
    this.watchers.add(changed);
    return () => this.watchers.delete(changed);
  }

  close(): Promise<void> {
    for (const child of this.children.values()) child.letGo();
    this.watchers.clear();
    return Promise.resolve();
  }

  private look(nodeId: string): LocalNode {
    const folder = this.folder(nodeId);
    const { run, spec } = folder;
    folder.log.trim();
    const alive = isAlive(run);
    const life = !alive ? 'none' : run.rpcPort === undefined ? 'starting' : 'running';
    return { nodeId, spec, volume: folder.hasVolume, life, restarts: run?.restarts ?? 0, ...(alive && { ref: String(run.pid), startedAtMs: run.startedAtMs }) };
  }

  private async spawn(nodeId: string, folder: NodeFolder, before: Run | undefined): Promise<void> {
    const { spec } = folder;
    if (!spec) throw new Failure('HOST_TROUBLE', 'The node is not prepared.');
    const child = await spawnNode({ program: this.options.program, folder: folder.volume, log: folder.log, limits: spec.limits });
    folder.run = { ...child.id, startedAtMs: Date.now(), restarts: before ? before.restarts + 1 : 0 };
    this.children.set(nodeId, child);
    void child.ended.then(() => this.watchers.forEach((changed) => changed()));
  }

  private async untilReady(nodeId: string, folder: NodeFolder): Promise<void> {
    const giveUp = Date.now() + LIMITS.readyWithinMs;
    for (;;) {
      const { run } = folder;
      if (!isAlive(run)) throw await this.whyEnded(nodeId, folder);
      if (run.rpcPort !== undefined) return;
      const line = folder.log.firstLine(READY);
      if (line !== undefined) folder.run = { ...run, rpcPort: (JSON.parse(line) as NodeReady).rpcPort };
      else if (Date.now() > giveUp) throw new Failure('NODE_NOT_READY', `The node did not serve within ${LIMITS.readyWithinMs / 1000} s.`);
      else await delay(LOOK_EVERY_MS);
    }
  }

  private async whyEnded(nodeId: string, folder: NodeFolder): Promise<Failure> {
    const child = this.children.get(nodeId);
    return failureOfExit(child ? await child.ended : null, folder.log.lastLines(1)[0]);
  }

  /** Finds nodes of ours that run but were never written down, and those written down with an older process. */
  private adoptStrays(): void {
    const { folder } = this.options;
    const found = processesIn((path) => basename(path) === 'volume' && dirname(dirname(path)) === folder);
    for (const [volume, id] of found) {
      const node = this.folder(basename(dirname(volume)));
      if (node.run?.pid !== id.pid || node.run.startTicks !== id.startTicks) node.run = { ...id, startedAtMs: Date.now(), restarts: node.run?.restarts ?? 0 };
    }
  }

  private folder(nodeId: string): NodeFolder {
    const known = this.folders.get(nodeId) ?? new NodeFolder(join(this.options.folder, nodeId));
    this.folders.set(nodeId, known);
    return known;
  }
}
