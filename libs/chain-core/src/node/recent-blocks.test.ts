import type { SealedBlock } from '../protocol/block';
import { NODE } from './limits';
import { RecentBlocks } from './recent-blocks';

const recentBlock = (height: number, bytes: number) => ({ block: { header: { height }, bytes: { length: bytes } } as SealedBlock, resultLeaves: [] });

test('the newest blocks are kept as far as they are short, and the newest however long it is', () => {
  const recent = new RecentBlocks();
  const kept = () => [1, 2, 3, 4, 5].filter((height) => recent.at(height) !== undefined);
  const half = NODE.recentBytesMax / 2;
  for (const height of [1, 2]) recent.add(recentBlock(height, half));
  expect(kept()).toEqual([1, 2]);
  recent.add(recentBlock(3, 1));
  expect(kept()).toEqual([2, 3]);
  recent.add(recentBlock(4, 10 * half));
  expect(kept()).toEqual([4]);
  recent.add(recentBlock(5, half));
  expect(kept()).toEqual([5]);
});
