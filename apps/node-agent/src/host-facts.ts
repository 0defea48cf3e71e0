import { statfs } from 'node:fs/promises';
import { arch, availableParallelism, platform, totalmem } from 'node:os';
import type { HostFacts } from '@bystack/api';
import type { Runtime } from './runtimes/runtime';

/** What this host is and can carry, as it is now. */
export async function hostFacts(options: { readonly name: string; readonly version: string; readonly nodesMax: number; readonly folder: string; readonly auditTrouble?: string }, runtime: Runtime): Promise<HostFacts> {
  const { trouble, softwareVersions } = await runtime.describe();
  const disk = await statfs(options.folder);
  return {
    name: options.name,
    agentVersion: options.version,
    runtime: runtime.kind,
    ...(trouble !== undefined && { runtimeTrouble: trouble }),
    ...(options.auditTrouble !== undefined && { auditTrouble: options.auditTrouble }),
    platform: `${platform()}-${arch()}`,
    cpus: availableParallelism(),
    memoryBytes: totalmem(),
    diskFreeBytes: disk.bavail * disk.bsize,
    nodesMax: options.nodesMax,
    softwareVersions,
  };
}
