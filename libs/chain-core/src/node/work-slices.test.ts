import { NODE } from './limits';
import { WorkSlices } from './work-slices';

/** Every piece takes a millisecond. */
function slow() {
  let nowMs = 0;
  const clock = { nowMs: () => nowMs, later: () => () => undefined };
  return { slices: new WorkSlices({ clock }), piece: () => void (nowMs += 1) };
}

test('does the jobs in order, a slice at a time, and lets others run in between', async () => {
  const { slices, piece } = slow();
  const order: string[] = [];
  const done = Promise.all([slices.run(20, (i) => (piece(), order.push(`a${i}`))), slices.run(2, (i) => (piece(), order.push(`b${i}`)))]);
  let turns = 0;
  const count = () => void ((turns += 1), slices.pieces > 0 && setImmediate(count));
  setImmediate(count);
  await done;
  expect(order).toEqual([...Array.from({ length: 20 }, (_, i) => `a${i}`), 'b0', 'b1']);
  expect(turns).toBeGreaterThanOrEqual(22 / Math.max(NODE.sliceMs, NODE.slicePieces) - 1);
  expect(slices.pieces).toBe(0);
});

test('an error ends its own job only', async () => {
  const { slices } = slow();
  const broken = slices.run(3, () => {
    throw new Error('broken');
  });
  const fine = slices.run(1, () => undefined);
  await expect(broken).rejects.toThrow('broken');
  await fine;
  expect(slices.pieces).toBe(0);
});
