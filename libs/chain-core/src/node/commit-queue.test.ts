import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Executor } from '../execution';
import { ModuleRegistry } from '../module/registry';
import { EMPTY } from '../primitives/bytes';
import { testChain } from '../testing/test-genesis';
import { CommitQueue, type CommitParts } from './commit-queue';
import { ExecutedBlock } from './executed-block';
import { NODE } from './limits';
import { openChain, type OpenChain } from './open-chain';

const { genesis } = testChain({ pow: {} });
const modules = new ModuleRegistry([]).check([]);
const executor = new Executor(genesis, modules);
const nothing = (): void => undefined;

let dir: string;
let chain: OpenChain;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'commit-queue-'));
  chain = await openChain({ dir, genesis, modules });
});
afterEach(async () => {
  await chain.close();
  rmSync(dir, { recursive: true, force: true });
});

function queueOf(parts: Partial<CommitParts>): CommitQueue {
  const onFatal = (error: unknown): never => {
    throw error;
  };
  return new CommitQueue({ store: chain.store, states: chain.states, onSettled: nothing, neededFrom: () => undefined, onDurable: nothing, onIdle: nothing, onFatal, ...parts });
}

/** Empty blocks on the newest final one, oldest first. */
function blocks(count: number): ExecutedBlock[] {
  let parent = chain.final;
  return Array.from({ length: count }, () => {
    const { header } = parent.block;
    const built = executor.build(parent.asParent, { timeMs: header.timeMs + 1, view: header.height + 1, proposer: 0, candidates: [], work: { bits: header.work!.bits, minerKey: header.work!.minerKey } });
    return (parent = ExecutedBlock.of(built.block, built.execution));
  });
}

test('between two batches everything else has its turn, however many blocks wait, and each is told of when it is on disk', async () => {
  const all = blocks(3 * NODE.batchBlocksMax);
  const settled: number[] = [];
  const durable: number[] = [];
  let [inTurn, inTurnMax, called] = [0, 0, -1];
  const queue = queueOf({
    onSettled: ({ height }) => {
      settled.push(height);
      inTurnMax = Math.max(inTurnMax, (inTurn += 1));
    },
    onDurable: (paths) => {
      durable.push(...paths.flatMap((path) => path.blocks.map(({ height }) => height)));
      expect(chain.store.final!.height).toBe(durable.at(-1));
    },
  });
  for (const block of all.slice(0, -1)) queue.push({ blocks: [block], closing: [], certificate: EMPTY });
  queue.afterAll(() => (called = durable.length));
  queue.push({ blocks: all.slice(-1), closing: [], certificate: EMPTY });
  let running = true;
  void queue.idle().then(() => (running = false));
  while (running) {
    await new Promise((resolve) => setImmediate(resolve));
    inTurn = 0;
  }
  const heights = all.map(({ height }) => height);
  expect({ settled, durable }).toEqual({ settled: heights, durable: heights });
  expect(inTurnMax).toBe(NODE.batchBlocksMax);
  expect(called).toBeGreaterThanOrEqual(all.length - 1);
});

test('what became final at once is on disk at once, whatever its size', async () => {
  const all = blocks(NODE.batchBlocksMax + 5);
  const seen: number[] = [];
  const queue = queueOf({ onDurable: (paths) => seen.push(...paths.map((path) => path.blocks.length)) });
  queue.push({ blocks: all, closing: [], certificate: EMPTY });
  await queue.idle();
  expect([seen, chain.store.final!.height]).toEqual([[all.length], all.length]);
});

test('what is pushed by whoever hears that all is on disk is taken there, too', async () => {
  const [first, second, third] = blocks(3);
  const push = (block: ExecutedBlock): void => queue.push({ blocks: [block], closing: [], certificate: EMPTY });
  const more = [second!, third!];
  let called = 0;
  const queue = queueOf({
    onIdle: () => {
      queue.afterAll(() => (called += 1));
      const next = more.shift();
      if (next !== undefined) void Promise.resolve().then(() => push(next));
    },
  });
  push(first!);
  await queue.idle();
  expect({ called, height: chain.store.final!.height }).toEqual({ called: 3, height: 3 });
});
