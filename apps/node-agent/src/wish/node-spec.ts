import { createHash } from 'node:crypto';
import type { PeerAddress } from '@bystack/api';

/** What a node is made from on this host. Kept with the node (file or label), so that the runtime alone can say what it carries. */
export interface NodeSpec {
  readonly nodeId: string;
  readonly chainId: string;
  readonly nodeKey: string;
  readonly softwareVersion: string;
  readonly limits: NodeLimits;
  /** Where its peers reach it: host:port. */
  readonly address: string;
  /** Port reserved on the host with its key. */
  readonly port: number;
  /** A pruned node; left out: it keeps everything. */
  readonly keepBlocks?: number;
}
export interface NodeLimits {
  readonly memoryBytes: number;
  /** Processors' worth of time. */
  readonly cpuShare: number;
  readonly pids: number;
}

/** Everything the agent writes into the node's folder before its first start, besides node.json, which is the runtime's. */
export interface NodeFiles {
  readonly genesis: Uint8Array;
  readonly peers: readonly PeerAddress[];
  /** Hex seeds. */
  readonly nodeSeed: string;
  readonly votingSeed: string;
}

/** Equal specs have equal hashes; a node with another hash than wanted is made again around its data. */
export function specHash(spec: NodeSpec): string {
  const { nodeId, chainId, nodeKey, softwareVersion, address, port, keepBlocks } = spec;
  const { memoryBytes, cpuShare, pids } = spec.limits;
  return createHash('sha256').update(JSON.stringify([nodeId, chainId, nodeKey, softwareVersion, address, port, memoryBytes, cpuShare, pids, ...(keepBlocks === undefined ? [] : [keepBlocks])])).digest('hex');
}
