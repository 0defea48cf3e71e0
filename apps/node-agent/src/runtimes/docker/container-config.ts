import type { ContainerCreateOptions } from 'dockerode';
import { specHash, type NodeSpec } from '../../wish/node-spec';
import { NODE_ENVIRONMENT, nodeArguments } from '../how-node-runs';
import { LABELS, NODE_FOLDER, NODE_OWNER, PEER_PORT, peerAlias, type Instance } from './names';

const SECOND_NS = 1e9;

export interface ContainerParts {
  readonly instance: Instance;
  readonly image: string;
  /** Whether peers on other hosts reach the node through a port of this one. */
  readonly published: boolean;
}

/**
 * Everything a node's container may do, decided here alone: the control plane's wish chooses the software version and three limits. No
 * mount but its own volume, no capability, no way to gain any, nothing writable but the volume and a small /tmp, no secret in what
 * `inspect` shows.
 */
export function containerConfig(spec: NodeSpec, { instance, image, published }: ContainerParts): ContainerCreateOptions {
  const { memoryBytes, cpuShare, pids } = spec.limits;
  const network = instance.networkName(spec.chainId);
  return {
    Image: image,
    Cmd: [...nodeArguments(memoryBytes), '/app/main.cjs', '--dir', NODE_FOLDER],
    User: `${NODE_OWNER.uid}:${NODE_OWNER.gid}`,
    WorkingDir: NODE_FOLDER,
    Env: Object.entries(NODE_ENVIRONMENT).map(([name, value]) => `${name}=${value}`),
    Labels: labelsOf(spec, instance),
    StopSignal: 'SIGTERM',
    ExposedPorts: published ? { [`${PEER_PORT}/tcp`]: {} } : {},
    Healthcheck: { Test: ['CMD', '/bin/node', '/app/healthcheck.cjs'], Interval: 60 * SECOND_NS, Timeout: 5 * SECOND_NS, StartPeriod: 20 * SECOND_NS, Retries: 3 },
    NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [peerAlias(spec.nodeKey)] } } },
    HostConfig: {
      ...{ NetworkMode: network, ReadonlyRootfs: true, CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges:true'], Privileged: false, OomScoreAdj: 200 },
      ...{ Memory: memoryBytes, MemorySwap: memoryBytes, NanoCpus: Math.floor(cpuShare * 1e9), PidsLimit: pids },
      Mounts: [{ Type: 'volume', Source: instance.nodeName(spec.nodeId), Target: NODE_FOLDER }],
      Tmpfs: { '/tmp': 'rw,noexec,nosuid,nodev,size=16m,mode=1777' },
      // Once it was seen serving, it becomes `unless-stopped`: the engine then brings it back by itself, also while the agent is gone.
      RestartPolicy: { Name: 'no' },
      LogConfig: { Type: 'json-file', Config: { 'max-size': '8m', 'max-file': '3' } },
      PortBindings: published ? { [`${PEER_PORT}/tcp`]: [{ HostPort: String(spec.port) }] } : {},
    },
  };
}

function labelsOf(spec: NodeSpec, instance: Instance): Record<string, string> {
  return {
    [LABELS.instance]: instance.id,
    [LABELS.node]: spec.nodeId,
    [LABELS.chain]: spec.chainId,
    [LABELS.specHash]: specHash(spec),
    [LABELS.spec]: JSON.stringify(spec),
  };
}
