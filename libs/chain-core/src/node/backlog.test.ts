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
