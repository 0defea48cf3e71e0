import { createHash } from 'node:crypto';
import type { DesiredNode, SpareKeys } from '@bystack/api';

export const MB = 2 ** 20;

/** A genesis document as far as the agent looks into it. */
export function genesisFor(keys: readonly Pick<SpareKeys, 'nodeKey' | 'votingKey'>[], name = 'test'): { readonly chainId: string; readonly genesis: string; readonly bytes: Buffer } {
  const bytes = Buffer.from(JSON.stringify({ name, seats: keys.map(({ nodeKey, votingKey }) => ({ role: 'validator', nodeKey, votingKey })) }));
  return { bytes, genesis: bytes.toString('base64'), chainId: createHash('sha256').update(bytes).digest('hex') };
}

export function wishFor(key: Pick<SpareKeys, 'nodeKey' | 'votingKey'>, change: Partial<DesiredNode> = {}): DesiredNode {
  const { chainId, genesis } = genesisFor([key]);
  return {
    ...{ nodeId: `node-${key.nodeKey.slice(0, 8)}`, chainId, genesis, wish: 'running', removeVolume: false, softwareVersion: '0.1.0' },
    ...{ nodeKey: key.nodeKey, votingKey: key.votingKey, peers: [], limits: { memoryBytes: 256 * MB, cpuShare: 1, pids: 128 }, generation: 1 },
    ...change,
  };
}
