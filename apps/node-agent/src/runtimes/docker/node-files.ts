import type { NodeSettings } from '@bystack/api';
import type { NodeFiles, NodeSpec } from '../../wish/node-spec';
import { PEER_PORT, RPC_PORT } from './names';
import type { TarEntry } from './tar';

/** Inside its container a node always listens at the same ports; on which network is decided outside. */
const SETTINGS: NodeSettings = { listen: { host: '0.0.0.0', port: PEER_PORT }, rpc: { host: '0.0.0.0', port: RPC_PORT }, logLevel: 'info' };

/** What goes into a node's volume before it ever runs. Only peers.json is changed later, and seen.json comes to it. */
export function nodeFiles(files: NodeFiles, rpcToken: string, { keepBlocks }: Pick<NodeSpec, 'keepBlocks'>): TarEntry[] {
  const settings: NodeSettings = { ...SETTINGS, ...(keepBlocks !== undefined && { keepBlocks }) };
  return [
    { name: 'keys/', content: '', mode: 0o500 },
    { name: 'data/', content: '', mode: 0o700 },
    { name: 'keys/node.key', content: files.nodeSeed, mode: 0o400 },
    { name: 'keys/voting.key', content: files.votingSeed, mode: 0o400 },
    { name: 'rpc.token', content: rpcToken, mode: 0o400 },
    { name: 'genesis.json', content: files.genesis, mode: 0o400 },
    { name: 'node.json', content: JSON.stringify(settings), mode: 0o400 },
    { name: 'peers.json', content: JSON.stringify(files.peers), mode: 0o600 },
  ];
}
