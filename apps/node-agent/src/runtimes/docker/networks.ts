import type Docker from 'dockerode';
import { statusOf, tolerate } from './engine';
import { LABELS, type Instance } from './names';

/** One network of the engine for each chain, so that nodes of different chains cannot talk to each other. */
export class Networks {
  private readonly making = new Map<string, Promise<void>>();

  constructor(
    private readonly docker: Docker,
    private readonly instance: Instance,
    /** Without a way to the outside world. */
    private readonly internal: boolean,
  ) {}

  /** Makes the chain's network unless it is there. Calls for the same chain wait for each other: the engine would make two. */
  ensure(chainId: string): Promise<void> {
    const before = this.making.get(chainId) ?? Promise.resolve();
    const made = before.catch(() => undefined).then(() => this.make(chainId));
    this.making.set(chainId, made);
    return made.finally(() => {
      if (this.making.get(chainId) === made) this.making.delete(chainId);
    });
  }

  /** Removes networks whose chain has no container here any more. */
  async sweep(): Promise<void> {
    const filters = { label: [`${LABELS.instance}=${this.instance.id}`] };
    const networks = await this.docker.listNetworks({ filters });
    if (networks.length === 0) return;
    const containers = await this.docker.listContainers({ all: true, filters });
    const inUse = new Set(containers.map((container) => container.Labels[LABELS.chain]));
    const unused = networks.filter((network) => !inUse.has(network.Labels?.[LABELS.chain] ?? '') && !this.making.has(network.Labels?.[LABELS.chain] ?? ''));
    // 403: something is still attached to it. A later sweep gets it.
    for (const network of unused) await tolerate(this.docker.getNetwork(network.Id).remove(), 403, 404);
  }

  private async make(chainId: string): Promise<void> {
    const name = this.instance.networkName(chainId);
    const known = await this.docker.getNetwork(name).inspect().catch((error: unknown) => (statusOf(error) === 404 ? undefined : Promise.reject(error as Error)));
    if (known) return;
    const labels = { [LABELS.instance]: this.instance.id, [LABELS.chain]: chainId };
    await tolerate(this.docker.createNetwork({ Name: name, CheckDuplicate: true, Internal: this.internal, Labels: labels }), 409);
  }
}
