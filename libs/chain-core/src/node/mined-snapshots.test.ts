import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { WorkClient } from '../light';
import { Network } from '../network';
import type { Bytes, Hash } from '../primitives/bytes';
import { toHex } from '../primitives/bytes';
import type { Refusal } from '../primitives/refusal';
import { verifyWorkReceipt } from '../protocol/verify-receipt';
import { trustWorkFrom } from '../protocol/pow/chain-of-work';
import { Cluster } from '../testing/cluster';
import { Coins } from '../testing/coins';

jest.setTimeout(120_000);

let cluster: Cluster;
let liar: Network | undefined;
afterEach(async () => {
  await liar?.close();
  await cluster.close();
});

const limits = { blockBytesMax: 256 * 1024, transactionBytesMax: 64 * 1024 };
const NEWCOMER = 2;
const LIAR = 3;

test('a new node takes a state on a chain of proof of work whose nodes have all forgotten the first blocks, from peers of which one lies', async () => {
  const warned: string[] = [];
  const log = (node: number) => (_level: string, _what: string, facts?: Readonly<Record<string, unknown>>) => void (node === NEWCOMER && warned.push(String(facts?.['reason'])));
  cluster = new Cluster({
    validators: 0, observers: 4, limits, log, keepBlocks: (node) => (node === NEWCOMER ? undefined : 24),
    // On a busy machine blocks take longer to be heard of than to be made: final is what such a machine does not undo.
    pow: { targetSpacingMs: 250, futureMsMax: 2_000, initialWork: 150_000, leastWork: 2_000, finalDepth: 12 },
  });
  const coins = new Coins({ chainId: cluster.chain.chainId, seed: new Uint8Array(32).fill(5) });
  await cluster.start(0);
  await cluster.start(1);
  const issue = coins.issue(4, Date.now());
  await cluster.node(0).transactions.submit(issue.bytes);
  await cluster.until(() => isFinal(issue.txId), 30_000, 'the issue is final');
  await cluster.until(() => [0, 1].every((i) => cluster.node(i).reader.keptFrom > 16), 60_000, 'both have pruned');
  liar = await relay((bytes) => Buffer.from(bytes).map((byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte)));
  cluster.connectAll();
  await cluster.start(NEWCOMER);
  const joined = () => cluster.nodes[NEWCOMER];
  await cluster.until(() => (joined()?.reader.keptFrom ?? 0) > 16, 60_000, 'the state is in place');
  await cluster.until(() => (joined()?.status().finalHeight ?? 0) >= cluster.node(0).status().finalHeight - 1, 30_000, 'it is level');
  expect(warned).toContainEqual(expect.stringMatching(/a part of its snapshot is worth nothing/));
  const { reader } = joined()!;
  expect(() => reader.block(2)).toThrow('BLOCK_PRUNED');
  // What was issued before it came can be spent by it, and proved from genesis on.
  const transfer = coins.transfer(issue.txId, 0, Date.now());
  await cluster.expectFinal(transfer, NEWCOMER, NEWCOMER, 30_000);
  const receipt = (await joined()!.transactions.receipt(transfer.txId))!;
  expect(verifyWorkReceipt(JSON.parse(JSON.stringify(receipt)), trustWorkFrom(cluster.chain.genesis))).toMatchObject({ anchorHeight: 0, result: { outcome: { kind: 'accepted' } } });
  const client = new WorkClient(cluster.chain.genesis);
  client.follow(joined()!.answers.headers(1, 10_000).map(toHex), Date.now());
  expect(client.best.height).toBeGreaterThanOrEqual(reader.finalHeight);
  cluster.expectAgreementFrom(Math.max(...[0, 1, NEWCOMER].map((i) => cluster.node(i).reader.keptFrom)));
  expect(joined()!.status()).toMatchObject({ syncing: false, trouble: undefined });
  expect(['snapshot', 'headers', 'state.new'].filter((name) => existsSync(join(cluster.dataDir(NEWCOMER), name)))).toEqual([]);
});

/** Blocks come fast: the one that it is in may be forgotten again already. */
function isFinal(txId: Hash): boolean {
  try {
    return cluster.node(1).transactions.standing(txId).state === 'final';
  } catch (error) {
    return (error as Refusal).code === 'BLOCK_PRUNED';
  }
}

/** A node that has nothing of its own: what it is asked it asks node 0, and it says what that says, but for what it makes of parts of a state. */
async function relay(forge: (bytes: Bytes) => Bytes): Promise<Network> {
  const [first, joining] = [0, NEWCOMER].map((node) => cluster.chain.nodes[node]!.seat.nodeKey) as [string, string];
  const network: Network = new Network({ chainId: cluster.chain.chainId, nodeSeed: cluster.chain.nodes[LIAR]!.nodeSeed, listen: { host: '127.0.0.1', port: 0 }, limits: cluster.chain.genesis.limits, protocols: { min: 1, max: 1 } }, {
    allows: () => true,
    onConnected: () => undefined,
    onDisconnected: () => undefined,
    onMessage: (peer, { kind, payload }) => {
      if (peer !== first && peer !== joining) return;
      network.send(peer === first ? joining : first, kind, kind === 'stateRange' ? forge(payload) : payload);
    },
    log: () => undefined,
  });
  cluster.setAddress(LIAR, `127.0.0.1:${await network.listen()}`);
  network.setPeers([{ nodeKey: first, address: cluster.addressOf(0) }]);
  return network;
}
