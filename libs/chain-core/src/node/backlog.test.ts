import { Backlog } from './backlog';
import { NODE } from './limits';

test('follows what the chain gets through, and never falls below the least', () => {
  const backlog = new Backlog({ nowMs: 0 });
  expect(backlog.max(0)).toBe(NODE.backlogMin);
  for (let ms = 100; ms <= 20_000; ms += 100) backlog.finalised(300, ms);
  expect(backlog.max(20_000)).toBeGreaterThan(3_000 * NODE.backlogSeconds * 0.95);
  expect(backlog.max(20_000)).toBeLessThan(3_000 * NODE.backlogSeconds * 1.05);
  expect(backlog.max(60_000)).toBe(NODE.backlogMin);
});

/** All that there is room for waits, and goes into the next block; that is final when the next but one comes. One key alone gets three quarters of the room. */
function runSlowChain(spacingMs: number, offeredPerBlock: number, blocks: number): number {
  const backlog = new Backlog({ nowMs: 0 });
  const sizes: number[] = [];
  for (let height = 1; height <= blocks; height += 1) {
    const nowMs = height * spacingMs;
    if (sizes.length >= 2) backlog.finalised(sizes.at(-2)!, nowMs);
    sizes.push(Math.min(offeredPerBlock, Math.floor(backlog.max(nowMs) * 0.75)));
  }
  return sizes.at(-1)!;
}

test.each([200, 1_000, 5_000])('a chain whose blocks come %i ms apart does not slow itself down: there is room for a block like those before', (spacingMs) => {
  expect(runSlowChain(spacingMs, 1_500, 200)).toBe(1_500);
  const backlog = new Backlog({ nowMs: 0 });
  backlog.finalised(8_000, 0);
  expect(backlog.max(spacingMs) * 0.75).toBeGreaterThanOrEqual(8_000);
});
