import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cluster } from '@bystack/chain-core/testing/cluster';
import { Coins } from '@bystack/chain-core/testing/coins';
import { runLine } from '../testing/run-line';

jest.setTimeout(60_000);

let folder: string;
let cluster: Cluster;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'bystack-export-'))));
afterEach(async () => {
  await cluster.close();
  rmSync(folder, { recursive: true, force: true });
});

const bystack = (...words: string[]) => runLine(folder, words);

test('the chain of a stopped node is exported, holds, and does not hold with one bit flipped', async () => {
  cluster = new Cluster({ validators: 1 });
  const node = join(folder, 'node');
  const dir = join(folder, 'export');
  await cluster.start(0);
  const coins = new Coins({ chainId: cluster.chain.chainId, seed: new Uint8Array(32).fill(5) });
  const issue = coins.issue(4, Date.now());
  await cluster.expectFinal(issue, 0);
  await cluster.expectFinal(coins.transfer(issue.txId, 0, Date.now()), 0);
  mkdirSync(node);
  writeFileSync(join(node, 'genesis.json'), cluster.chain.genesisBytes);
  await cluster.stop(0);
  renameSync(cluster.dataDir(0), join(node, 'data'));

  const made = await bystack('chain', 'export', node, dir, '--json');
  expect(JSON.parse(made.out)).toMatchObject({ chainId: Buffer.from(cluster.chain.chainId).toString('hex'), chunks: 1 });
  expect(readdirSync(dir).sort()).toEqual(['000000.blocks', 'export.json', 'genesis.json']);
  const good = await bystack('chain', 'verify', dir, '--trust', join(node, 'genesis.json'));
  expect(good.out).toContain('The export holds.');
  expect(good.out).toContain('Transactions: 2,');
  expect(good.exit).toBe(0);

  const chunk = join(dir, '000000.blocks');
  const bytes = readFileSync(chunk);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(chunk, bytes);
  const bad = await bystack('chain', 'verify', dir);
  expect(bad.exit).toBe(1);
  expect(bad.out).toMatch(/^✗ The export does NOT hold \(block \d+, 000000\.blocks\): .{20}/);
  expect((await bystack('chain', 'export', node, dir)).err).toContain('is not an empty folder');
  expect((await bystack('chain', 'export', folder, join(folder, 'other'))).err).toContain("is no node's folder");
});
