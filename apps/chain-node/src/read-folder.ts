import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, type NodeSettings, type PeerAddress, type SeenBefore } from '@bystack/api';
import type { Bytes } from '@bystack/chain-core/primitives/bytes';
import { fromHex } from '@bystack/chain-core/primitives/bytes';
import { badConfig } from './bad-config';
import { CHAIN_NODE } from './limits';

/** A node's folder as the agent wrote it. */
export interface NodeFolder {
  readonly settings: NodeSettings;
  /** The exact bytes: their hash is the chain id. */
  readonly genesisBytes: Bytes;
  readonly peers: readonly PeerAddress[];
  readonly rpcToken: string;
  readonly nodeSeed: Bytes;
  /** Absent: this node does not vote. */
  readonly votingSeed: Bytes | undefined;
  /** The seed that takes its place once the chain says so; absent: the key is not being changed. */
  readonly nextVotingSeeds: readonly Bytes[];
  /** What the node was seen with; absent: the agent knows nothing of it. */
  readonly seenBefore: SeenBefore | undefined;
  /** The node's own; made on first start. */
  readonly dataDir: string;
}

/** Reads and checks everything at once. Throws BadConfig with the file and what is wrong in it. */
export function readFolder(dir: string): NodeFolder {
  return {
    settings: readSettings(join(dir, 'node.json')),
    genesisBytes: new Uint8Array(read(join(dir, 'genesis.json'))),
    peers: readPeers(dir),
    rpcToken: readToken(join(dir, 'rpc.token')),
    nodeSeed: readSeed(join(dir, 'keys/node.key')),
    votingSeed: existsSync(join(dir, 'keys/voting.key')) ? readSeed(join(dir, 'keys/voting.key')) : undefined,
    nextVotingSeeds: existsSync(join(dir, 'keys/voting-next.key')) ? [readSeed(join(dir, 'keys/voting-next.key'))] : [],
    seenBefore: existsSync(join(dir, 'seen.json')) ? readSeen(join(dir, 'seen.json')) : undefined,
    dataDir: join(dir, 'data'),
  };
}

export function readPeers(dir: string): readonly PeerAddress[] {
  const file = join(dir, 'peers.json');
  const peers = readJson(file);
  if (!Array.isArray(peers) || peers.length > CHAIN_NODE.peersMax) badConfig(`${file} must be a list of at most ${CHAIN_NODE.peersMax} peers`);
  return peers.map((peer: unknown, i) => {
    if (!isObject(peer) || typeof peer['nodeKey'] !== 'string' || fromHex(peer['nodeKey'], 32) === undefined) badConfig(`${file}/${i}/nodeKey must be 32 bytes in hex`);
    if (typeof peer['address'] !== 'string' || !/^.+:\d{1,5}$/.test(peer['address'])) badConfig(`${file}/${i}/address must be host:port`);
    return { nodeKey: peer['nodeKey'], address: peer['address'] };
  });
}

function readSeen(file: string): SeenBefore | undefined {
  const seen = readJson(file);
  if (seen === null) return undefined;
  if (!isObject(seen)) badConfig(`${file} must be an object`);
  const whole = (name: string) => readWhole(seen[name], `${file}/${name}`, 0, Number.MAX_SAFE_INTEGER) ?? badConfig(`${file}/${name} is missing`);
  return { epoch: whole('epoch'), height: whole('height'), timeMs: whole('timeMs') };
}

function readSettings(file: string): NodeSettings {
  const settings = readJson(file);
  if (!isObject(settings)) badConfig(`${file} must be an object`);
  const { logLevel } = settings;
  if (logLevel !== 'debug' && logLevel !== 'info' && logLevel !== 'warn' && logLevel !== 'error') badConfig(`${file}/logLevel must be debug, info, warn or error`);
  const keepBlocks = readWhole(settings['keepBlocks'], `${file}/keepBlocks`, CHAIN_NODE.keepBlocksMin, Number.MAX_SAFE_INTEGER);
  const signatureWorkers = readWhole(settings['signatureWorkers'], `${file}/signatureWorkers`, 0, CHAIN_NODE.signatureWorkersMax);
  const endpoints = { listen: readEndpoint(settings['listen'], `${file}/listen`), rpc: readEndpoint(settings['rpc'], `${file}/rpc`) };
  return { ...endpoints, logLevel, ...(keepBlocks !== undefined && { keepBlocks }), ...(signatureWorkers !== undefined && { signatureWorkers }) };
}

function readWhole(value: unknown, where: string, least: number, most: number): number | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most ? value : badConfig(`${where} must be a whole number from ${least} to ${most}`);
}

function readEndpoint(value: unknown, where: string): { host: string; port: number } {
  if (!isObject(value) || typeof value['host'] !== 'string' || value['host'] === '') badConfig(`${where}/host must be a host name or address`);
  const port = value['port'];
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 0 || port > 65_535) badConfig(`${where}/port must be a port number`);
  return { host: value['host'], port };
}

function readToken(file: string): string {
  const token = read(file).toString('utf8').trim();
  return /^[0-9a-f]{32,256}$/.test(token) ? token : badConfig(`${file} must hold 16 to 128 bytes in hex`);
}

function readSeed(file: string): Bytes {
  return fromHex(read(file).toString('utf8').trim(), 32) ?? badConfig(`${file} must hold 32 bytes in hex`);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(read(file).toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) badConfig(`${file} is not JSON`);
    throw error;
  }
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    return badConfig(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`);
  }
}
