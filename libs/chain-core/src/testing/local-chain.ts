import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { canonicalJson } from '../codec/json';
import { hash } from '../crypto/hash';
import { keyPairFromSeed } from '../crypto/sign';
import type { Bytes, Hash } from '../primitives/bytes';
import { toHex } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import type { CertificateSchemeName } from '../protocol/certificate-scheme';
import type { BftParameters, GenesisDocument, GenesisSeat, ModuleChoice, PowParameters } from '../protocol/genesis';
import { provePossession } from '../protocol/possession';
import { votingKeyPair } from '../protocol/voting-keys';
import { TEST_POW } from './test-genesis';

export interface LocalChainOptions {
  readonly name?: string;
  readonly validators: number;
  /** Seats that follow without voting. */
  readonly observers?: number;
  /** Nodes with keys of validators that have no seat yet. */
  readonly newcomers?: number;
  readonly modules?: readonly ModuleChoice[];
  readonly assets?: GenesisDocument['assets'];
  readonly consensus?: Partial<BftParameters>;
  /** A chain of proof of work instead: its nodes are `observers`, for nobody votes. */
  readonly pow?: Partial<PowParameters>;
  readonly limits?: Partial<GenesisDocument['limits']>;
  readonly createdAtMs?: number;
}

export interface LocalNode {
  readonly seat: GenesisSeat;
  readonly nodeSeed: Bytes;
  /** Validators only. */
  readonly votingSeed: Bytes | undefined;
}

export interface LocalChain {
  readonly genesis: GenesisDocument;
  /** The exact bytes of genesis.json. */
  readonly genesisBytes: Bytes;
  readonly chainId: Hash;
  /** Validators first, then observers, then newcomers, which genesis does not know. */
  readonly nodes: readonly LocalNode[];
}

/** A genesis with keys for every seat, for tests and benches; nothing is written. */
export function makeLocalChain(options: LocalChainOptions): LocalChain {
  const scheme = options.consensus?.certificates ?? 'ed25519';
  const nodes = [
    ...Array.from({ length: options.validators }, (_, i) => makeNode(`validator ${i + 1}`, 'validator', scheme)),
    ...Array.from({ length: options.observers ?? 0 }, (_, i) => makeNode(`observer ${i + 1}`, 'observer', scheme)),
  ];
  const newcomers = Array.from({ length: options.newcomers ?? 0 }, (_, i) => makeNode(`newcomer ${i + 1}`, 'validator', scheme));
  const genesis: GenesisDocument = {
    format: 'bystack-genesis/1',
    name: options.name ?? 'local',
    createdAtMs: options.createdAtMs ?? Date.now() - 1_000,
    protocolVersion: 1,
    template: { name: 'local', version: '1.0.0' },
    consensus: options.pow ? { ...TEST_POW, ...options.pow } : { engine: 'bft', certificates: 'ed25519', topology: { kind: 'mesh' }, viewTimerMs: 400, viewTimerMsMax: 3_000, heartbeatMs: 30_000, ...options.consensus },
    seats: nodes.map((node) => node.seat),
    modules: options.modules ?? [],
    assets: options.assets ?? 'enabled',
    limits: { blockBytesMax: 2 * 1024 * 1024, blockTransactionsMax: 2_000, transactionBytesMax: 512 * 1024, ...options.limits },
    governance: { approvalPercent: 67 },
  };
  const genesisBytes = canonicalJson(genesis as unknown as Json);
  return { genesis, genesisBytes, chainId: hash(genesisBytes), nodes: [...nodes, ...newcomers] };
}

function makeNode(label: string, role: 'validator' | 'observer', scheme: CertificateSchemeName): LocalNode {
  const nodeSeed = new Uint8Array(randomBytes(32));
  const nodeKey = keyPairFromSeed(nodeSeed).publicKey;
  const seat = { organisation: 'local', label, role, nodeKey: toHex(nodeKey) };
  if (role === 'observer') return { seat, nodeSeed, votingSeed: undefined };
  const votingSeed = new Uint8Array(randomBytes(32));
  const voting = votingKeyPair(scheme, votingSeed);
  const proofOfPossession = toHex(provePossession(scheme, voting, nodeKey));
  return { seat: { ...seat, votingKey: toHex(voting.publicKey), proofOfPossession }, nodeSeed, votingSeed };
}

export interface LocalFolder {
  readonly dir: string;
  readonly listenPort: number;
  readonly rpcPort: number;
  readonly rpcToken: string;
}

/** Writes a folder for every node below `dir`, with free loopback ports, in the layout the node program reads (see libs/api node-rpc). */
export async function writeLocalFolders(chain: LocalChain, dir: string, logLevel = 'info'): Promise<readonly LocalFolder[]> {
  const ports = await freePorts(chain.nodes.length * 2);
  const folders = chain.nodes.map((_, i) => ({
    dir: join(dir, `node-${i + 1}`), listenPort: ports[2 * i]!, rpcPort: ports[2 * i + 1]!, rpcToken: randomBytes(24).toString('hex'),
  }));
  const peers = folders.map((folder, i) => ({ nodeKey: chain.nodes[i]!.seat.nodeKey, address: `127.0.0.1:${folder.listenPort}` }));
  chain.nodes.forEach((node, i) => writeFolder(chain, node, folders[i]!, peers, logLevel));
  return folders;
}

function writeFolder(chain: LocalChain, node: LocalNode, folder: LocalFolder, peers: readonly object[], logLevel: string): void {
  const write = (name: string, content: string | Bytes, mode = 0o600) => writeFileSync(join(folder.dir, name), content, { mode });
  mkdirSync(join(folder.dir, 'keys'), { recursive: true, mode: 0o700 });
  const settings = { listen: { host: '127.0.0.1', port: folder.listenPort }, rpc: { host: '127.0.0.1', port: folder.rpcPort }, logLevel };
  write('node.json', JSON.stringify(settings));
  write('genesis.json', chain.genesisBytes);
  write('peers.json', JSON.stringify(peers));
  write('rpc.token', folder.rpcToken);
  write('keys/node.key', toHex(node.nodeSeed), 0o400);
  if (node.votingSeed !== undefined) write('keys/voting.key', toHex(node.votingSeed), 0o400);
}

/** Ports that were free a moment ago: all are held at once, so that none is given twice. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  })));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
