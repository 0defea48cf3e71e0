import { Mempool } from '../mempool';
import { Refusal } from '../primitives/refusal';
import type { SealedTransaction } from '../protocol/transaction';
import { Backlog } from './backlog';
import { NODE } from './limits';

test('follows what the chain gets through, and never falls below the least', () => {
  const backlog = new Backlog({ nowMs: 0 });
  expect(backlog.max(0, 0)).toBe(NODE.backlogMin);
  for (let ms = 100; ms <= 20_000; ms += 100) backlog.finalised(300, ms);
  expect(backlog.max(20_000, 1) / (3_000 * NODE.backlogSeconds)).toBeCloseTo(1, 1);
  expect(backlog.max(60_000, 1)).toBe(NODE.backlogMin);
});

test('has more room for a while after nothing waited', () => {
  const backlog = new Backlog({ nowMs: 0 });
  for (let ms = 100; ms <= 20_000; ms += 100) backlog.finalised(300, ms);
  const full = backlog.max(20_000, 1);
  expect(backlog.max(20_000, 0) / full).toBeCloseTo(NODE.backlogSecondsDry / NODE.backlogSeconds, 2);
  expect(backlog.max(20_000, 1_000) / full).toBeCloseTo(NODE.backlogSecondsDry / NODE.backlogSeconds, 2);
  for (let ms = 20_100; ms <= 21_000; ms += 100) backlog.finalised(300, ms);
  expect(backlog.max(21_000, 1) / full).toBeCloseTo(1, 2);
});

/** All that there is room for waits, and goes into the next block; that is final when the next but one comes. One key alone gets three quarters of the room. */
function runSlowChain(spacingMs: number, offeredPerBlock: number, blocks: number): number {
  const backlog = new Backlog({ nowMs: 0 });
  const sizes: number[] = [];
  for (let height = 1; height <= blocks; height += 1) {
    const nowMs = height * spacingMs;
    if (sizes.length >= 2) backlog.finalised(sizes.at(-2)!, nowMs);
    sizes.push(Math.min(offeredPerBlock, Math.floor(backlog.max(nowMs, 1) * 0.75)));
  }
  return sizes.at(-1)!;
}

test.each([200, 1_000, 5_000, 60_000])('a chain whose blocks come %i ms apart does not slow itself down: there is room for a block like those before', (spacingMs) => {
  expect(runSlowChain(spacingMs, 1_500, 200)).toBe(1_500);
  const backlog = new Backlog({ nowMs: 0 });
  for (let i = 0; i < 20; i += 1) backlog.finalised(8_000, i * spacingMs);
  backlog.finalised(100, 20 * spacingMs); // One small block among large ones changes nothing.
  expect(backlog.max(20 * spacingMs, 1) * 0.75).toBeGreaterThanOrEqual(8_000);
});

test('one large block does not open the door for long', () => {
  const backlog = new Backlog({ nowMs: 0 });
  backlog.finalised(15_000, 0);
  for (let i = 1; i <= 40; i += 1) backlog.finalised(100, i * 200);
  expect(backlog.max(8_000, 1)).toBeLessThan(1.3 * NODE.backlogMin);
});

/** Clients take what room there is and come back after the second they are told; the chain makes so many final in each tenth of one. */
test('a chain whose clients come back only after the second that they are told does not run dry', () => {
  const backlog = new Backlog({ nowMs: 0 });
  let [waiting, idleTenths] = [0, 0];
  for (let tenth = 1; tenth <= 600; tenth += 1) {
    if (tenth % 10 === 1) waiting = Math.max(waiting, Math.floor(backlog.max(tenth * 100, waiting) * 0.75));
    const size = Math.min(400, waiting);
    if (size < 400 && tenth > 300) idleTenths += 1;
    waiting -= size;
    backlog.finalised(size, tenth * 100);
  }
  expect(idleTenths).toBe(0);
});

/** Blocks of at most 3,000 come a tenth to three times 10 s apart and are final six later; one key floods, another one has one transaction a second. @returns how many of the latter's were refused */
function refusedBesideFlood(): { readonly refused: number; readonly final: number } {
  const [mempool, backlog, inBlocks] = [new Mempool(), new Backlog({ nowMs: 0 }), new Set<SealedTransaction>()];
  const blocks: SealedTransaction[][] = [];
  let [made, refused, final, nextMs] = [0, 0, 0, 10_000];
  const submit = (publicKey: Uint8Array, nowMs: number): boolean => {
    const key = String((made += 1)).padStart(32, '0');
    const [waiting, room] = [mempool.size - inBlocks.size, backlog.max(nowMs, mempool.size - inBlocks.size)];
    const transaction = { key, txId: Buffer.from(key), bytes: Buffer.alloc(250, key), body: { inputs: [], validUntilMs: 1e15 }, signatures: [{ publicKey }], holdBytesOnly: () => undefined } as unknown as SealedTransaction;
    if (waiting >= room || mempool.isUnfair(transaction.signatures, waiting, room)) return false;
    try {
      return mempool.add(transaction, nowMs) === 'added';
    } catch (error) {
      if (error instanceof Refusal) return false; // As many as the pool takes of one key.
      throw error;
    }
  };
  for (let nowMs = 0; nowMs < 1_200_000; nowMs += 50) {
    if (nowMs % 1_000 === 0 && !submit(new Uint8Array(32).fill(2), nowMs)) refused += 1;
    for (let i = 0; i < 20 && submit(new Uint8Array(32).fill(1), nowMs); ) i += 1;
    if (nowMs < nextMs) continue;
    nextMs += [1_000, 30_000, 4_000, 12_000, 3_000][blocks.length % 5]!;
    const block = [...mempool.inTurns(3_000)].filter((each) => !inBlocks.has(each)).slice(0, 3_000);
    block.forEach((each) => inBlocks.add(each));
    if (blocks.push(block) <= 6) continue;
    const buried = blocks.at(-7)!;
    backlog.finalised(buried.length, nowMs);
    for (const each of buried) {
      mempool.removeFinal(each, true);
      inBlocks.delete(each);
    }
    final += buried.length;
  }
  return { refused, final };
}

test('where blocks are buried for a minute, who floods gets much through and keeps nobody else out', () => {
  const { refused, final } = refusedBesideFlood();
  expect(refused).toBe(0);
  expect(final).toBeGreaterThan(120_000);
});
