import type Docker from 'dockerode';
import type { ContainerInfo, ContainerInspectInfo } from 'dockerode';
import type { NodeSpec } from '../../wish/node-spec';
import { tolerate } from './engine';
import { LABELS, MAKING, type Instance } from './names';

/** One node as the engine has it. */
export interface Found {
  readonly nodeId: string;
  readonly spec?: NodeSpec;
  readonly volume: boolean;
  readonly alive: boolean;
  /** It ended, and the engine is about to start it again. */
  readonly restarting: boolean;
  /** Names one run of one container. */
  readonly lifeId: string;
  readonly ref?: string;
  readonly startedAtMs?: number;
  readonly restarts: number;
  readonly exitCode?: number;
  /** Whether the engine brings it back by itself. */
  readonly revived: boolean;
  /** Where it is reached from this host. */
  readonly address?: string;
}

/** How old an inspection of a container may be when no event told that it changed. */
const TRUST_MS = 15_000;

interface Inspected {
  readonly info: ContainerInspectInfo;
  readonly state: string;
  readonly atMs: number;
}

/** What the engine holds for this agent: containers and volumes that carry its label. */
export class Inventory {
  private readonly inspected = new Map<string, Inspected>();
  private readonly addresses = new Map<string, string>();

  constructor(
    private readonly docker: Docker,
    private readonly instance: Instance,
  ) {}

  /** Something happened to these containers: look at them again next time. */
  forget(containerIds: readonly string[]): void {
    for (const id of containerIds) this.inspected.delete(id);
  }

  /** Where the node's container is reached from this host, as the last look found it. */
  addressOf(nodeId: string): string | undefined {
    return this.addresses.get(nodeId);
  }

  async look(): Promise<Found[]> {
    const filters = { label: [`${LABELS.instance}=${this.instance.id}`] };
    const [containers, { Volumes: volumes }] = await Promise.all([tolerate(this.docker.listContainers({ all: true, filters })), this.docker.listVolumes({ filters })]);
    const withVolume = new Set((volumes ?? []).map((volume) => volume.Labels?.[LABELS.node]));
    const found = new Map<string, Found>();
    for (const nodeId of withVolume) if (nodeId !== undefined) found.set(nodeId, { nodeId, volume: true, alive: false, restarting: false, revived: false, lifeId: '', restarts: 0 });
    const whole = (containers ?? []).filter((container) => !container.Names.some((name) => name.endsWith(MAKING)));
    const seen = await Promise.all(whole.map((container) => this.inspect(container)));
    for (const info of seen) if (info) found.set(info.Config.Labels[LABELS.node] ?? '', describe(info, withVolume.has(info.Config.Labels[LABELS.node])));
    this.addresses.clear();
    for (const node of found.values()) this.remember(node);
    return [...found.values()];
  }

  /** Looks at one node's container now. */
  async one(nodeId: string): Promise<Found | undefined> {
    const info = await tolerate(this.docker.getContainer(this.instance.nodeName(nodeId)).inspect(), 404);
    return info && this.remember(describe(info, true));
  }

  private async inspect({ Id, State }: ContainerInfo): Promise<ContainerInspectInfo | undefined> {
    const kept = this.inspected.get(Id);
    if (kept && kept.state === State && Date.now() - kept.atMs < TRUST_MS) return kept.info;
    const info = await tolerate(this.docker.getContainer(Id).inspect(), 404);
    if (info) this.inspected.set(Id, { info, state: State, atMs: Date.now() });
    return info;
  }

  private remember(node: Found): Found {
    if (node.address !== undefined) this.addresses.set(node.nodeId, node.address);
    return node;
  }
}

function describe(info: ContainerInspectInfo, volume: boolean): Found {
  const nodeId = info.Config.Labels[LABELS.node] ?? '';
  const { Running, Restarting, StartedAt, ExitCode } = info.State;
  const alive = Running && !Restarting;
  const spec = JSON.parse(info.Config.Labels[LABELS.spec] ?? 'null') as NodeSpec | null;
  const address = Object.values(info.NetworkSettings.Networks)[0]?.IPAddress;
  return {
    ...{ nodeId, alive, restarting: Restarting, volume, lifeId: `${info.Id} ${StartedAt}`, restarts: info.RestartCount, revived: info.HostConfig.RestartPolicy?.Name === 'unless-stopped' },
    ...(spec && { spec }),
    ...(alive ? { ref: info.Id.slice(0, 12), startedAtMs: Date.parse(StartedAt), ...(address && { address }) } : { exitCode: ExitCode }),
  };
}
