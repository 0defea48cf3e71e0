import { setTimeout as delay } from 'node:timers/promises';
import type { PeerAddress } from '@bystack/api';
import type Docker from 'dockerode';
import { Failure } from '../../failure';
import { LIMITS } from '../../limits';
import { askNode } from '../../relay/ask-node';
import type { NodeFiles, NodeSpec } from '../../wish/node-spec';
import { failureOfExit } from '../exit-code';
import type { LocalNode, LogOptions, RpcAddress, Runtime, RuntimeFacts } from '../runtime';
import { containerConfig } from './container-config';
import { demultiplex } from './demultiplex';
import { tolerate } from './engine';
import { EngineEvents } from './engine-events';
import { Inventory, type Found } from './inventory';
import { LABELS, MAKING, NODE_FOLDER, NODE_OWNER, peerAlias, PEER_PORT, RPC_PORT, type Instance } from './names';
import { Networks } from './networks';
import { tar, type TarEntry } from './tar';

export interface DockerRuntimeOptions {
  readonly instance: Instance;
  readonly softwareVersion: string;
  /** Repository of the image; the software version is its tag. */
  readonly imageRepository: string;
  /** Where other hosts reach this one; without it nodes are on networks of the engine that lead nowhere else. */
  readonly advertise?: string;
}

/** Four nodes of a chain are prepared at once and all ask. */
const DESCRIBED_FOR_MS = 3_000;
const LOOK_EVERY_MS = 25;
const KNOCKS = 8;
const KNOCK_TIMEOUT_MS = 500;

/** Chain nodes as containers. What is there is read from the engine, by labels, never from memory. */
export class DockerRuntime implements Runtime {
  readonly kind = 'docker';
  readonly lookEveryMs = 5_000;
  private readonly networks: Networks;
  private readonly inventory: Inventory;
  private readonly events: EngineEvents;
  /** Containers (by id and start) that were seen serving. */
  private readonly serving = new Set<string>();
  private described: { readonly facts: RuntimeFacts; readonly atMs: number } | undefined;

  constructor(
    private readonly options: DockerRuntimeOptions,
    private readonly docker: Docker,
  ) {
    this.networks = new Networks(docker, options.instance, options.advertise === undefined);
    this.inventory = new Inventory(docker, options.instance);
    this.events = new EngineEvents(docker, options.instance);
  }

  async describe(): Promise<RuntimeFacts> {
    if (this.described && Date.now() - this.described.atMs < DESCRIBED_FOR_MS) return this.described.facts;
    const facts = await this.ask();
    this.described = facts.trouble === undefined ? { facts, atMs: Date.now() } : undefined;
    return facts;
  }

  private async ask(): Promise<RuntimeFacts> {
    try {
      await this.docker.ping();
    } catch (error) {
      return { trouble: `Docker does not answer: ${(error as Error).message}. Start it, or set DOCKER_HOST.`, softwareVersions: [] };
    }
    const image = await this.docker.getImage(this.image).inspect().catch(() => undefined);
    if (!image) return { trouble: `The image ${this.image} is not there; run npm run image.`, softwareVersions: [] };
    return { softwareVersions: [this.options.softwareVersion] };
  }

  addressOf(nodeKey: string, port: number): string {
    return this.options.advertise === undefined ? `${peerAlias(nodeKey)}:${PEER_PORT}` : `${this.options.advertise}:${port}`;
  }

  async list(): Promise<readonly LocalNode[]> {
    const found = await this.inventory.look();
    const lives = new Set(found.map((node) => node.lifeId));
    for (const life of this.serving) if (!lives.has(life)) this.serving.delete(life);
    return found.map((node) => this.toLocal(node));
  }

  /**
   * (1) Network and volume, (2) a container under a name that says it is being made, (3) the files into its volume, before anything ever
   * ran in it, (4) its real name. Dying anywhere before 4 leaves a node that is not prepared and is made again.
   */
  async prepare(spec: NodeSpec, files: NodeFiles): Promise<void> {
    const { instance } = this.options;
    const name = instance.nodeName(spec.nodeId);
    await this.removeContainers(spec.nodeId);
    await this.networks.ensure(spec.chainId); // 1
    await tolerate(this.docker.createVolume({ Name: name, Labels: { [LABELS.instance]: instance.id, [LABELS.node]: spec.nodeId, [LABELS.chain]: spec.chainId } }));
    const config = containerConfig(spec, { instance, image: this.image, published: this.options.advertise !== undefined });
    const container = await tolerate(this.docker.createContainer({ ...config, name: name + MAKING })); // 2
    await tolerate(container!.putArchive(tar(this.filesOf(spec, files), NODE_OWNER), { path: NODE_FOLDER })); // 3
    await tolerate(container!.rename({ name })); // 4
  }

  async start(nodeId: string): Promise<void> {
    const container = this.container(nodeId);
    const found = await this.inventory.one(nodeId);
    if (!found?.alive && !found?.restarting) {
      // While it is not known to work the engine shall not try it over and over: one failure is one exit code.
      if (found?.revived) await tolerate(container.update({ RestartPolicy: { Name: 'no' } }));
      await tolerate(container.start(), 304);
    }
    try {
      await this.untilServing(nodeId);
    } catch (error) {
      await tolerate(container.stop({ t: 1 }), 304, 404);
      throw error;
    }
    if (!found?.revived || !found.alive) await tolerate(container.update({ RestartPolicy: { Name: 'unless-stopped' } }));
  }

  async stop(nodeId: string): Promise<void> {
    await tolerate(this.container(nodeId).stop({ t: LIMITS.stopWithinMs / 1000 }), 304, 404);
  }

  async putPeers(nodeId: string, peers: readonly PeerAddress[]): Promise<void> {
    const archive = tar([{ name: 'peers.json', content: JSON.stringify(peers), mode: 0o600 }], NODE_OWNER);
    await tolerate(this.container(nodeId).putArchive(archive, { path: NODE_FOLDER }));
  }

  async remove(nodeId: string, volume: boolean): Promise<void> {
    await this.removeContainers(nodeId);
    if (volume) await tolerate(this.docker.getVolume(this.options.instance.nodeName(nodeId)).remove(), 404);
    await this.networks.sweep();
  }

  async *logs(nodeId: string, { tail, follow, signal }: LogOptions): AsyncIterable<Uint8Array> {
    const options = { stdout: true, stderr: true, tail: Math.min(tail, LIMITS.logTailLinesMax), timestamps: false } as const;
    const container = this.container(nodeId);
    if (!follow) return yield* demultiplex([await container.logs({ ...options, follow: false })] as unknown as AsyncIterable<Uint8Array>);
    const stream = (await container.logs({ ...options, follow: true })) as NodeJS.ReadableStream & { destroy(): void };
    const end = () => stream.destroy();
    signal.addEventListener('abort', end);
    try {
      yield* demultiplex(stream as AsyncIterable<Uint8Array>);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      signal.removeEventListener('abort', end);
      end();
    }
  }

  async rpc(nodeId: string): Promise<RpcAddress | undefined> {
    const address = this.inventory.addressOf(nodeId) ?? (await this.inventory.one(nodeId))?.address;
    return address === undefined ? undefined : { host: address, port: RPC_PORT, token: this.options.instance.rpcToken(nodeId) };
  }

  watch(changed: () => void): () => void {
    return this.events.watch((containerIds) => {
      this.inventory.forget(containerIds);
      changed();
    });
  }

  close(): Promise<void> {
    this.events.close();
    return Promise.resolve();
  }

  private get image(): string {
    return `${this.options.imageRepository}:${this.options.softwareVersion}`;
  }

  private toLocal({ lifeId, alive, address: _address, exitCode: _exitCode, restarting: _restarting, revived: _revived, ...node }: Found): LocalNode {
    return { ...node, life: !alive ? 'none' : this.serving.has(lifeId) ? 'running' : 'starting' };
  }

  /** @throws Failure when the node ended instead, or takes too long. */
  private async untilServing(nodeId: string): Promise<void> {
    const giveUp = Date.now() + LIMITS.readyWithinMs;
    let found = await this.inventory.one(nodeId);
    // A node that had died before is being brought back by the engine: that is one more chance, not a failure.
    const restartsFirst = found?.restarts ?? 0;
    for (;; found = await this.inventory.one(nodeId)) {
      if (found?.restarting && found.restarts <= restartsFirst && Date.now() < giveUp) {
        await delay(LOOK_EVERY_MS);
        continue;
      }
      if (!found?.alive) throw failureOfExit(found?.exitCode ?? null, await this.lastLine(nodeId));
      if (await this.answersSoon(found.address, nodeId)) return void this.serving.add(found.lifeId);
      if (Date.now() > giveUp) throw new Failure('NODE_NOT_READY', `The node did not serve within ${LIMITS.readyWithinMs / 1000} s.`);
    }
  }

  /** Knocks a few times before the engine is asked again whether the node still lives; silence is asked about at once. */
  private async answersSoon(host: string | undefined, nodeId: string): Promise<boolean> {
    if (host === undefined) return false;
    const rpc = { host, port: RPC_PORT, token: this.options.instance.rpcToken(nodeId) };
    for (let knocks = 0; knocks < KNOCKS; knocks += 1) {
      try {
        await askNode(rpc, { method: 'GET', path: '/status', timeoutMs: KNOCK_TIMEOUT_MS });
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') return false;
        await delay(LOOK_EVERY_MS);
      }
    }
    return false;
  }

  private async lastLine(nodeId: string): Promise<string> {
    let text = '';
    for await (const part of this.logs(nodeId, { tail: 1, follow: false, signal: new AbortController().signal })) text += Buffer.from(part).toString('utf8');
    return text.trim();
  }

  private filesOf(spec: NodeSpec, files: NodeFiles): TarEntry[] {
    const settings = { listen: { host: '0.0.0.0', port: PEER_PORT }, rpc: { host: '0.0.0.0', port: RPC_PORT }, logLevel: 'info' };
    return [
      { name: 'keys/', content: '', mode: 0o500 },
      { name: 'data/', content: '', mode: 0o700 },
      { name: 'keys/node.key', content: files.nodeSeed, mode: 0o400 },
      { name: 'keys/voting.key', content: files.votingSeed, mode: 0o400 },
      { name: 'rpc.token', content: this.options.instance.rpcToken(spec.nodeId), mode: 0o400 },
      { name: 'genesis.json', content: files.genesis, mode: 0o400 },
      { name: 'node.json', content: JSON.stringify(settings), mode: 0o400 },
      { name: 'peers.json', content: JSON.stringify(files.peers), mode: 0o600 },
    ];
  }

  private async removeContainers(nodeId: string): Promise<void> {
    for (const suffix of ['', MAKING]) await tolerate(this.container(nodeId, suffix).remove({ force: true }), 404, 409);
  }

  private container(nodeId: string, suffix = ''): Docker.Container {
    return this.docker.getContainer(this.options.instance.nodeName(nodeId) + suffix);
  }
}
