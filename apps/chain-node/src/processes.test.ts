import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { NODE_EXIT } from '@bystack/api';
import { fromHex, toHex } from '@bystack/chain-core/primitives/bytes';
import type { SealedTransaction } from '@bystack/chain-core/protocol/transaction';
import { Coins } from '@bystack/chain-core/testing/coins';
import { makeLocalChain, writeLocalFolders } from '@bystack/chain-core/testing/local-chain';
import { NodeProcess } from '@bystack/chain-core/testing/node-process';

jest.setTimeout(180_000);

/** The program as it is built: what is tested here is what a signal, a crash and a damaged disk do to a process. */
const program = resolve(process.env['CHAIN_NODE_PROGRAM'] ?? join(__dirname, '../../../dist/apps/chain-node/src/main.js'));
if (!existsSync(program)) throw new Error(`${program} is missing: run npm run build`);

let dir: string;
let nodes: NodeProcess[];
let coins: Coins;

beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'processes-'))));
afterEach(async () => {
  await Promise.all(nodes.map((node) => node.kill()));
  rmSync(dir, { recursive: true, force: true });
});

async function makeNodes(validators: number): Promise<void> {
  const chain = makeLocalChain({ validators });
  coins = new Coins({ chainId: chain.chainId, seed: new Uint8Array(32).fill(9) });
  nodes = (await writeLocalFolders(chain, dir)).map((folder) => new NodeProcess({ folder, program }));
}

async function submitFinal(transaction: SealedTransaction, at: number): Promise<{ state: string; height: number }> {
  const answer = await nodes[at]!.call('POST', '/transactions?wait=final&timeoutMs=30000', { body: transaction.bytes });
  return answer.json();
}
const status = async (i: number) => (await nodes[i]!.call('GET', '/status')).json();
const stateOf = async (i: number, txId: string) => (await nodes[i]!.call('GET', `/transactions/${txId}`)).json().state as string;

/** What a node with damaged data ends with: at its start, or when it is asked for what is damaged, if a newer block came and its start did not need that. */
async function endWhenAsked(node: NodeProcess, path: string): Promise<number | string> {
  const started = await node.start().then(() => true, () => false);
  const answer = started ? await node.call('GET', path).catch(() => undefined) : undefined;
  expect(answer?.status).not.toBe(200);
  return node.ended();
}

async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const endMs = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error(`not within 60 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('one of four is killed: the chain goes on; it comes back: it catches up', async () => {
  await makeNodes(4);
  await Promise.all(nodes.map((node) => node.start()));
  const issue = coins.issue(10, Date.now());
  expect((await submitFinal(issue, 0)).state).toBe('final');
  await nodes[2]!.kill('SIGKILL');
  for (let i = 0; i < 5; i += 1) expect((await submitFinal(coins.transfer(issue.txId, i, Date.now()), i % 2)).state).toBe('final');
  const { finalHeight } = await status(0);
  await nodes[2]!.start();
  await until(async () => (await status(2)).finalHeight >= finalHeight, 'caught up');
  expect(await nodes[3]!.kill('SIGTERM')).toBe(NODE_EXIT.ok);
  expect((await submitFinal(coins.transfer(issue.txId, 9, Date.now()), 2)).state).toBe('final');
});

test('all are killed at any moment, again and again: nothing acknowledged is lost, and all agree', async () => {
  await makeNodes(4);
  const acknowledged: { txId: string; height: number }[] = [];
  let issue: SealedTransaction | undefined;
  let next = 0;
  for (let round = 0; round < 6; round += 1) {
    await Promise.all(nodes.map((node) => node.start()));
    if (issue === undefined) {
      issue = coins.issue(256, Date.now());
      expect((await submitFinal(issue, 0)).state).toBe('final');
    }
    const from = issue;
    let stopped = false;
    const client = async (at: number) => {
      while (!stopped) {
        const transfer = coins.transfer(from.txId, next, Date.now());
        next += 1;
        const answer = await submitFinal(transfer, at).catch(() => undefined); // Killed meanwhile: nothing was promised.
        if (answer?.state === 'final') acknowledged.push({ txId: toHex(transfer.txId), height: answer.height });
      }
    };
    const before = acknowledged.length;
    const clients = [0, 1, 2, 3].map(client);
    await until(async () => acknowledged.length >= before + 4, 'something acknowledged in this round');
    await new Promise((resolve) => setTimeout(resolve, (round * 37) % 100));
    stopped = true;
    await Promise.all(nodes.map((node) => node.kill('SIGKILL')));
    await Promise.all(clients);
  }
  await Promise.all(nodes.map((node) => node.start()));
  const highest = Math.max(...acknowledged.map(({ height }) => height));
  await until(async () => (await Promise.all([0, 1, 2, 3].map(status))).every(({ finalHeight }) => finalHeight >= highest), 'all are where clients were told');
  for (const { txId } of acknowledged) expect(await Promise.all([0, 1, 2, 3].map((i) => stateOf(i, txId)))).toEqual(['final', 'final', 'final', 'final']);
  for (let height = 0; height <= highest; height += 1) {
    const ids = await Promise.all(nodes.map(async (node) => (await node.call('GET', `/blocks/${height}`)).json().blockId));
    expect(new Set(ids).size).toBe(1);
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(24);
});

test('a port that is taken, a folder that is wrong, and another chain\'s data end it with their own codes', async () => {
  await makeNodes(1);
  const [node] = nodes as [NodeProcess];
  const holder = createServer().listen(node.folder.rpcPort, '127.0.0.1');
  await expect(node.start()).rejects.toThrow(`ended with ${NODE_EXIT.portTaken}`);
  await new Promise((resolve) => holder.close(resolve));
  const genesis = join(node.folder.dir, 'genesis.json');
  const good = readFileSync(genesis, 'utf8');
  for (const [file, content, words] of [
    ['genesis.json', '{', /GENESIS_INVALID|MALFORMED_JSON/], ['genesis.json', good.replace('"local"', '"loca1"'), /another chain/], ['node.json', '[]', /node.json must be/],
    ['peers.json', '{}', /peers.json must be/], ['rpc.token', 'short', /rpc.token/], ['keys/node.key', 'zz', /node.key/],
  ] as const) {
    const path = join(node.folder.dir, file);
    const before = readFileSync(path);
    rmSync(path);
    writeFileSync(path, content);
    await expect(node.start()).rejects.toThrow(words);
    rmSync(path);
    writeFileSync(path, before);
  }
  await node.start();
  expect((await node.call('GET', '/health')).status).toBe(200);
  await expect(new NodeProcess({ folder: node.folder, program }).start()).rejects.toThrow('another process uses this folder');
});

test('a bit that flipped in a block or the votes stops the node with the code for damage', async () => {
  await makeNodes(1);
  const [node] = nodes as [NodeProcess];
  await node.start();
  const issue = coins.issue(200, Date.now());
  await submitFinal(issue, 0);
  const { height } = await submitFinal(coins.transfer(issue.txId, 0, Date.now()), 0); // The first block whose bytes name `issue`.
  await node.kill('SIGTERM');
  await node.start(); // Moves what was written into table files.
  await node.kill('SIGTERM');
  const chainDir = join(node.folder.dir, 'data/chain');
  const table = join(chainDir, readdirSync(chainDir).filter((name) => name.endsWith('.ldb')).sort().at(-1)!);
  const votesDir = join(node.folder.dir, 'data/votes');
  const votes = join(votesDir, readdirSync(votesDir)[0]!);
  const places: [string, number][] = [[table, readFileSync(table).indexOf(issue.txId) + 40], [votes, 40]];
  for (const [file, at] of places) {
    const good = readFileSync(file);
    const damaged = Buffer.from(good);
    damaged[at]! ^= 4;
    writeFileSync(file, damaged);
    expect(await endWhenAsked(node, `/blocks/${height}`)).toBe(NODE_EXIT.corrupt);
    writeFileSync(file, good);
  }
  await node.start();
  expect(await stateOf(0, toHex(issue.txId))).toBe('final');
});

test('a torn end of the vote log is repaired with a word about it', async () => {
  await makeNodes(1);
  const [node] = nodes as [NodeProcess];
  await node.start();
  expect((await submitFinal(coins.issue(1, Date.now()), 0)).state).toBe('final');
  await node.kill('SIGKILL');
  const votesDir = join(node.folder.dir, 'data/votes');
  const votes = join(votesDir, readdirSync(votesDir)[0]!);
  writeFileSync(votes, readFileSync(votes).subarray(0, -3));
  await node.start();
  expect(node.lines.some((line) => line.includes('torn'))).toBe(true);
  expect((await submitFinal(coins.issue(1, Date.now()), 0)).state).toBe('final');
});

test('peers.json is read again when it is replaced', async () => {
  await makeNodes(2);
  const peers = nodes.map(({ folder }) => join(folder.dir, 'peers.json'));
  const whole = readFileSync(peers[0]!);
  for (const path of peers) writeFileSync(path, '[]');
  await Promise.all(nodes.map((node) => node.start()));
  expect((await status(0)).peers).toEqual([]);
  expect((await status(0)).trouble).toBe('Only 1 of 2 validators are connected here; 2 are needed to go on.');
  expect((await nodes[0]!.call('GET', '/health')).status).toBe(200);
  for (const path of peers) {
    writeFileSync(`${path}.new`, whole);
    rmSync(path);
    writeFileSync(path, readFileSync(`${path}.new`));
  }
  await until(async () => (await status(0)).peers.some(({ connected }: { connected: boolean }) => connected), 'connected');
  expect((await submitFinal(coins.issue(1, Date.now()), 1)).state).toBe('final');
  expect(fromHex((await status(0)).finalBlockId, 32)).toBeDefined();
  expect((await status(0)).trouble).toBeUndefined();
});
