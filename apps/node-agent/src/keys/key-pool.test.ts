import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromHex, type Bytes } from '@bystack/chain-core/primitives/bytes';
import { keyPairFromSeed, verify } from '@bystack/chain-core/crypto/sign';
import { possessionSigningBytes } from '@bystack/chain-core/protocol/ids';
import { provesPossession } from '@bystack/chain-core/protocol/possession';
import { votingKeyPair } from '@bystack/chain-core/protocol/voting-keys';
import { KeyFiles } from './key-files';
import { KeyPool } from './key-pool';

const bytes = (hex: string): Bytes => fromHex(hex) as Bytes;
const chainId = 'c'.repeat(64);
let folder: string;
const open = (portFree: (port: number) => Promise<boolean> = () => Promise.resolve(true)) => new KeyPool({ portBase: 31000 }, { files: new KeyFiles(join(folder, 'keys')), portFree });
const firstSpare = (pool: KeyPool) => pool.spares()[0]!.record;

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'bystack-keys-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('spare keys', () => {
  it('are as many as wanted, each with its own port, and survive a restart', async () => {
    const pool = open();
    expect(await pool.fill(3)).toBe(true);
    expect(await pool.fill(3)).toBe(false);
    expect(new Set(pool.spares().map((key) => key.record.port))).toEqual(new Set([31000, 31001, 31002]));
    expect(open().spares()).toEqual(pool.spares());
  });

  it('skip ports somebody listens on', async () => {
    const pool = open((port) => Promise.resolve(port !== 31000));
    await pool.fill(1);
    expect(firstSpare(pool).port).toBe(31001);
  });

  it('prove that the holder of the voting key holds the node key', async () => {
    const pool = open();
    await pool.fill(1);
    const { nodeKey, votingKey, proofOfPossession } = firstSpare(pool);
    expect(verify(bytes(proofOfPossession), possessionSigningBytes(bytes(nodeKey)), bytes(votingKey))).toBe(true);
    expect(keyPairFromSeed(bytes(pool.seeds(nodeKey).voting)).publicKey).toEqual(bytes(votingKey));
  });

  it('have a BLS voting key from the same secret, also when an earlier version made them', async () => {
    const pool = open();
    await pool.fill(1);
    const { nodeKey, bls, ...rest } = firstSpare(pool);
    expect(provesPossession('bls', bytes(bls!.proofOfPossession), bytes(nodeKey), bytes(bls!.votingKey))).toBe(true);
    expect(votingKeyPair('bls', bytes(pool.seeds(nodeKey).voting)).publicKey).toEqual(bytes(bls!.votingKey));
    writeFileSync(join(folder, 'keys', nodeKey, 'key.json'), JSON.stringify({ nodeKey, ...rest }));
    expect(firstSpare(open())).toEqual({ nodeKey, bls, ...rest });
  });

  it('keep private halves where only the owner reads them', async () => {
    const pool = open();
    await pool.fill(1);
    const { nodeKey } = firstSpare(pool);
    for (const name of ['node.key', 'voting.key']) expect(statSync(join(folder, 'keys', nodeKey, name)).mode & 0o777).toBe(0o400);
    expect(statSync(join(folder, 'keys')).mode & 0o077).toBe(0);
  });

  it('are not spare any more once taken, also after a restart', async () => {
    const pool = open();
    await pool.fill(2);
    const { nodeKey } = firstSpare(pool);
    pool.take([nodeKey, 'f'.repeat(64)]);
    expect(open().spares().map((key) => key.record.nodeKey)).not.toContain(nodeKey);
    expect(open().spares()).toHaveLength(1);
  });
});

describe('binding', () => {
  it('holds for ever: another chain, another node, also after a restart', async () => {
    const pool = open();
    await pool.fill(1);
    const { nodeKey, votingKey } = firstSpare(pool);
    const use = { nodeKey, votingKey, chainId, nodeId: 'n1' };
    expect(pool.bind(use).binding).toEqual({ chainId, nodeId: 'n1' });
    for (const again of [pool, open()]) {
      expect(again.bind(use).binding).toEqual({ chainId, nodeId: 'n1' });
      expect(() => again.bind({ ...use, chainId: 'd'.repeat(64) })).toThrow('KEY_BOUND_ELSEWHERE');
      expect(() => again.bind({ ...use, nodeId: 'n2' })).toThrow('KEY_BOUND_ELSEWHERE');
      expect(again.spares()).toEqual([]);
    }
  });

  it('refuses keys that were never made here, or not as this pair', async () => {
    const pool = open();
    await pool.fill(2);
    const [one, two] = pool.spares().map((key) => key.record);
    expect(() => pool.bind({ nodeKey: 'e'.repeat(64), votingKey: one!.votingKey, chainId, nodeId: 'n' })).toThrow('KEY_UNKNOWN');
    expect(() => pool.bind({ nodeKey: one!.nodeKey, votingKey: two!.votingKey, chainId, nodeId: 'n' })).toThrow('KEY_UNKNOWN');
    expect(() => pool.bind({ nodeKey: one!.nodeKey, votingKey: two!.bls!.votingKey, chainId, nodeId: 'n' })).toThrow('KEY_UNKNOWN');
    expect(pool.bind({ nodeKey: one!.nodeKey, votingKey: one!.bls!.votingKey, chainId, nodeId: 'n' }).binding).toEqual({ chainId, nodeId: 'n' });
  });
});

describe('destroying', () => {
  it('leaves no seed, frees the port, and never lets the key be used again', async () => {
    const pool = open();
    await pool.fill(1);
    const { nodeKey, votingKey, port } = firstSpare(pool);
    const use = { nodeKey, votingKey, chainId, nodeId: 'n1' };
    pool.bind(use);
    pool.destroy(use);
    expect(readdirSync(join(folder, 'keys', nodeKey)).filter((name) => name.endsWith('.key'))).toEqual([]);
    for (const again of [pool, open()]) {
      expect(again.destroyable(use)).toBe(false);
      expect(() => again.bind(use)).toThrow('KEY_UNKNOWN');
    }
    await pool.fill(1);
    expect(firstSpare(pool).port).toBe(port);
  });

  it('is refused for the keys of another node and for keys nobody took', async () => {
    const pool = open();
    await pool.fill(2);
    const [bound, spare] = pool.spares().map((key) => key.record);
    pool.bind({ ...bound!, chainId, nodeId: 'n1' });
    for (const use of [{ ...bound!, chainId, nodeId: 'n2' }, { ...bound!, chainId: 'd'.repeat(64), nodeId: 'n1' }, { ...spare!, chainId, nodeId: 'n1' }]) {
      pool.destroy(use);
      expect(pool.seeds(use.nodeKey).node).toHaveLength(64);
    }
  });
});
