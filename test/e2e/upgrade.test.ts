import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NODE_EXIT, type CommitteeView, type NodeStatus, type TransactionView } from '@bystack/api';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { verifyReceipt } from '@bystack/chain-core/protocol/verify-receipt';
import type { SealedTransaction } from '@bystack/chain-core/protocol/transaction';
import { Coins } from '@bystack/chain-core/testing/coins';
import { makeLocalChain, writeLocalFolders, type LocalChain, type LocalFolder } from '@bystack/chain-core/testing/local-chain';
import { NodeProcess } from '@bystack/chain-core/testing/node-process';

jest.setTimeout(240_000);

/** The node program of today, and that of a version to come, which differs in one rule. */
const PROGRAMS = {
  old: join(__dirname, '../../dist/apps/chain-node/src/main.js'),
  next: join(__dirname, '../../dist/apps/chain-node/src/testing/next-main.js'),
};
for (const program of Object.values(PROGRAMS)) if (!existsSync(program)) throw new Error(`${program} is missing: run npm run build`);

let dir: string;
let chain: LocalChain;
let folders: readonly LocalFolder[];
let nodes: NodeProcess[] = [];
let coins: Coins;
let traffic: Traffic | undefined;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'upgrade-'));
  chain = makeLocalChain({ validators: 4 });
  coins = new Coins({ chainId: chain.chainId, seed: new Uint8Array(32).fill(9) });
  folders = await writeLocalFolders(chain, dir);
  nodes = folders.map((folder) => new NodeProcess({ folder, program: PROGRAMS.old }));
  await Promise.all(nodes.map((node) => node.start()));
});
afterAll(async () => {
  await traffic?.stop();
  await Promise.all(nodes.map((node) => node.kill()));
  rmSync(dir, { recursive: true, force: true });
});

const status = async (i: number) => (await nodes[i]!.call('GET', '/status')).json() as NodeStatus;
const committee = async (i: number) => (await nodes[i]!.call('GET', '/committee')).json() as CommitteeView;
const transaction = async (i: number, txId: string) => (await nodes[i]!.call('GET', `/transactions/${txId}`)).json() as TransactionView;

async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const endMs = Date.now() + 60_000;
  while (!(await holds().catch(() => false))) {
    if (Date.now() > endMs) throw new Error(`not within 60 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function submit(at: number, { bytes }: SealedTransaction): Promise<{ state: string; code?: string }> {
  return (await nodes[at]!.call('POST', '/transactions?wait=final&timeoutMs=30000', { body: bytes })).json() as { state: string; code?: string };
}

/** Says something as the seat of a node, and waits for it. @returns the word for its outcome, or why it is not let in. */
async function give(seat: number, command: string, payload: object): Promise<string> {
  const { txId, code } = (await nodes[seat]!.call('POST', `/committee/${command}`, { body: JSON.stringify(payload), type: 'application/json' })).json() as { txId: string; code?: string };
  if (code !== undefined) return code;
  await until(async () => (await Promise.all([0, 1, 2].map((i) => transaction(i, txId)))).every(({ state }) => state === 'final'), `${command} final`);
  const { outcome } = await transaction(seat, txId);
  return outcome!.kind === 'accepted' ? 'accepted' : outcome!.code;
}

/** The same folder with the other program. */
async function restart(i: number, program: string): Promise<void> {
  expect(await nodes[i]!.kill('SIGTERM')).toBe(NODE_EXIT.ok);
  nodes[i] = new NodeProcess({ folder: folders[i]!, program });
  await nodes[i]!.start();
}

/** One coin is handed on and on, by whichever node runs, until it is stopped; each acknowledged transfer is remembered. */
class Traffic {
  readonly acknowledged: string[] = [];
  #running = true;
  readonly #done: Promise<void>;

  constructor(private readonly issue: SealedTransaction) {
    this.#done = this.#run();
  }
  async stop(): Promise<void> {
    this.#running = false;
    await this.#done;
  }
  async #run(): Promise<void> {
    let before = this.issue.txId;
    for (let i = 0; this.#running; i += 1) {
      const transfer = coins.transfer(before, 0, Date.now());
      // A client tries another node when one does not answer; it may have been heard all the same.
      for (let at = i; this.#running; at += 1) {
        const isFinal = await submit(at % 4, transfer).then(async ({ state }) => state === 'final' || (await transaction(at % 4, toHex(transfer.txId))).state === 'final').catch(() => false);
        if (isFinal) {
          this.acknowledged.push(toHex(transfer.txId));
          before = transfer.txId;
          break;
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }
}

test('four nodes are upgraded one after another under load, then the new version is voted in; a node that stays old stops before it, says why, and goes on once it is upgraded', async () => {
  const issue = coins.issue(1, Date.now());
  expect((await submit(0, issue)).state).toBe('final');
  expect(await status(0)).toMatchObject({ protocols: { min: 1, max: 1, inForce: 1 } });
  traffic = new Traffic(issue);
  await restart(0, PROGRAMS.next);
  await restart(1, PROGRAMS.next);
  // Both versions of the software make blocks together. Their nodes say by themselves what they run.
  await until(async () => (await committee(3)).chainSeats.map(({ protocols }) => protocols.max).join() === '2,2,1,1', 'two have said what they run');
  const activate = { changes: [{ kind: 'activate-protocol', version: 2 }] };
  expect(await give(0, 'propose-change', activate)).toBe('NO_QUORUM_RUNS');
  await restart(2, PROGRAMS.next);
  await until(async () => (await committee(3)).chainSeats.map(({ protocols }) => protocols.max).join() === '2,2,2,1', 'three have said what they run');
  await until(async () => (await status(3)).peers.filter(({ protocols }) => protocols?.max === 2).length === 3, 'and their peers have heard it, too');

  const lastHeight = (await status(0)).finalHeight + 150;
  expect(await give(0, 'propose-change', { ...activate, atHeight: lastHeight })).toBe('accepted');
  expect(await give(1, 'approve-change', { change: 1 })).toBe('accepted');
  expect(await give(2, 'approve-change', { change: 1 })).toBe('accepted');
  expect((await committee(2)).protocol).toEqual({ inForce: 1, firstHeight: 0, due: { change: 1, version: 2, lastHeight } });
  await until(async () => /After block \d+ the chain goes by protocol version 2, and this software runs versions up to 1/.test((await status(3)).trouble ?? ''), 'the old node says what is coming');
  expect(await nodes[3]!.ended()).toBe(NODE_EXIT.softwareTooOld);
  const words = `from block ${lastHeight + 1} on the chain goes by protocol version 2, and this software runs version 1 only: install a version that runs it, and start the node again`;
  await until(async () => nodes[3]!.lines.at(-1)!.includes(words), 'it has said why');
  // Started again as it is it stops again: at once, or as soon as it has fetched the last block before; nothing it has is lost.
  await nodes[3]!.start().catch(() => undefined);
  expect(await nodes[3]!.ended()).toBe(NODE_EXIT.softwareTooOld);
  await until(async () => nodes[3]!.lines.at(-1)!.includes(words), 'it has said why');

  await until(async () => (await status(0)).protocols.inForce === 2, 'the new version is in force');
  expect((await committee(1)).protocol).toEqual({ inForce: 2, firstHeight: lastHeight + 1, due: null });
  // What only the old version allowed is refused from now on.
  expect(await submit(0, coins.issue(60, Date.now()))).toMatchObject({ code: 'TRANSACTION_TOO_LARGE' });
  nodes[3] = new NodeProcess({ folder: folders[3]!, program: PROGRAMS.next });
  await nodes[3]!.start();
  await until(async () => (await committee(0)).chainSeats.every(({ protocols }) => protocols.max === 2), 'the fourth is back and says what it runs');
  await traffic.stop();

  const { acknowledged } = traffic;
  expect(acknowledged.length).toBeGreaterThan(20);
  for (const i of [0, 3]) {
    await until(async () => (await Promise.all(acknowledged.map((txId) => transaction(i, txId)))).every(({ state }) => state === 'final'), `node ${i + 1} has every transaction`);
  }
  const receipt = async (txId: string) => (await nodes[3]!.call('GET', `/receipts/${txId}`)).json() as unknown;
  expect(verifyReceipt(await receipt(toHex(issue.txId)), chain.genesis)).toMatchObject({ result: { outcome: { kind: 'accepted' } } });
  // Whoever checks evidence with software of the old version is told that it cannot be judged there, and why.
  await expect((async () => verifyReceipt(await receipt(acknowledged.at(-1)!), chain.genesis))()).rejects.toMatchObject({
    code: 'RECEIPT_INVALID', facts: { reason: 'it is of protocol version 2, and this software knows versions up to 1: check it with a newer one' },
  });
});
