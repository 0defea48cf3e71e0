import type { PeerAddress, SeenBefore } from '@bystack/api';
import type Docker from 'dockerode';
import { LIMITS } from '../../limits';
import type { NodeFiles, NodeSpec } from '../../wish/node-spec';
import type { LocalNode, LogOptions, RpcAddress, Runtime, RuntimeFacts } from '../runtime';
import { containerConfig } from './container-config';
import { readLogs } from './container-logs';
import { tolerate } from './engine';
import { EngineEvents } from './engine-events';
import { Inventory, type Found } from './inventory';
import { LABELS, MAKING, NODE_FOLDER, NODE_OWNER, peerAlias, PEER_PORT, RPC_PORT, type Instance } from './names';
import { Networks } from './networks';
import { nodeFiles } from './node-files';
import { tar } from './tar';
import { Vigil } from './vigil';

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

/** Chain nodes as containers. What is there is read from the engine, by labels, never from memory. */
export class DockerRuntime implements Runtime {
  readonly kind = 'docker';
  readonly lookEveryMs = 5_000;
  private readonly networks: Networks;
  private readonly inventory: Inventory;
  private readonly events: EngineEvents;
  private readonly vigil: Vigil;
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
    this.vigil = new Vigil(options.instance, { inventory: this.inventory, container: (nodeId) => this.container(nodeId) });
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
    await tolerate(container!.putArchive(tar(nodeFiles(files, instance.rpcToken(spec.nodeId), spec), NODE_OWNER), { path: NODE_FOLDER })); // 3
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
      this.serving.add(await this.vigil.untilServing(nodeId));
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
    await this.putFile(nodeId, 'peers.json', peers);
  }

  async putSeen(nodeId: string, seen: SeenBefore | null): Promise<void> {
    await this.putFile(nodeId, 'seen.json', seen);
  }

  async remove(nodeId: string, volume: boolean): Promise<void> {
    await this.removeContainers(nodeId);
    if (volume) await tolerate(this.docker.getVolume(this.options.instance.nodeName(nodeId)).remove(), 404);
    await this.networks.sweep();
  }

  logs(nodeId: string, options: LogOptions): AsyncIterable<Uint8Array> {
    return readLogs(this.container(nodeId), options);
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

  private async putFile(nodeId: string, name: string, content: unknown): Promise<void> {
    const archive = tar([{ name, content: JSON.stringify(content), mode: 0o600 }], NODE_OWNER);
    await tolerate(this.container(nodeId).putArchive(archive, { path: NODE_FOLDER }));
  }

  private async removeContainers(nodeId: string): Promise<void> {
    for (const suffix of ['', MAKING]) await tolerate(this.container(nodeId, suffix).remove({ force: true }), 404, 409);
  }

  private container(nodeId: string, suffix = ''): Docker.Container {
    return this.docker.getContainer(this.options.instance.nodeName(nodeId) + suffix);
  }
}
