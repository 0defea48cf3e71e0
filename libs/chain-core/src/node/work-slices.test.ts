import { NODE } from './limits';
import { WorkSlices } from './work-slices';

/** Every piece takes a millisecond. */
function slow() {
  let nowMs = 0;
  const clock = { nowMs: () => nowMs, later: () => () => undefined };
  return { slices: new WorkSlices({ clock }), piece: () => void (nowMs += 1) };
}

test('does the jobs of a source in order, a slice at a time, and lets others run in between', async () => {
  const { slices, piece } = slow();
  const order: string[] = [];
  const done = Promise.all([slices.run('one', 20, (i) => (piece(), order.push(`a${i}`))), slices.run('one', 2, (i) => (piece(), order.push(`b${i}`)))]);
  let turns = 0;
  const count = () => void ((turns += 1), slices.pieces > 0 && setImmediate(count));
  setImmediate(count);
  await done;
  expect(order).toEqual([...Array.from({ length: 20 }, (_, i) => `a${i}`), 'b0', 'b1']);
  expect(turns).toBeGreaterThanOrEqual(22 / Math.max(NODE.sliceMs, NODE.slicePieces) - 1);
  expect(slices.pieces).toBe(0);
});

test('lets sources take turns', async () => {
  const { slices, piece } = slow();
  const order: string[] = [];
  await Promise.all([slices.run('greedy', 1_000, () => (piece(), order.push('greedy'))), slices.run('modest', 3, () => (piece(), order.push('modest')))]);
  expect(order.lastIndexOf('modest')).toBeLessThan(NODE.slicePieces + 3);
  expect(order.length).toBe(1_003);
});

test('an error ends its own job only', async () => {
  const { slices } = slow();
  const broken = slices.run('one', 3, () => {
    throw new Error('broken');
  });
  const fine = slices.run('one', 1, () => undefined);
  await expect(broken).rejects.toThrow('broken');
  await fine;
  expect(slices.pieces).toBe(0);
});

test('once closed does nothing more, and keeps nobody waiting', async () => {
  const { slices } = slow();
  const done: number[] = [];
  const before = slices.run('one', 3, (i) => void done.push(i));
  slices.close();
  await before;
  await slices.run('one', 3, (i) => void done.push(i));
  await new Promise(setImmediate);
  expect(done).toEqual([]);
  expect(slices.pieces).toBe(0);
});

test('closed while a piece is waited for, keeps nobody waiting either', async () => {
  const { slices } = slow();
  const done: string[] = [];
  const closing = async () => {
    await undefined;
    slices.close();
  };
  const jobs = [slices.run('one', 2, (i) => (done.push(`a${i}`), closing())), slices.run('one', 1, () => done.push('b')), slices.run('other', 1, () => done.push('c'))];
  await Promise.all(jobs);
  expect(done).toEqual(['a0']);
});
