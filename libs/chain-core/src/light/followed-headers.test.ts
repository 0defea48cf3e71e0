import type { Hash } from '../primitives/bytes';
import { TestWork } from '../testing/test-work';
import { FollowedHeaders, followedOn, type Followed } from './followed-headers';
import { LIGHT } from './limits';

test('the room for other branches is theirs alone, however long the best one is', () => {
  const chain = new TestWork().extend(9);
  const root: Followed = { id: chain.blocks[0]!.header.parentId, read: undefined, height: 0, timeMs: 0, bits: 0, parentTimeMs: 0, work: 0n, totalWork: 0n };
  const headers = new FollowedHeaders(root, { finalDepth: 12 });
  const best = chain.blocks.reduce<Followed[]>((branch, block) => [...branch, followedOn(block, branch.at(-1) ?? root)], []);
  for (const followed of best) expect(headers.add(followed)).toBe(true);
  const beside = (i: number): Followed => followedOn({ header: chain.blocks[1]!.header, id: idOf(i) }, best[0]!);
  for (let i = 0; i < LIGHT.workBranchesMax; i += 1) if (!headers.add(beside(i))) throw new Error(`no room for header ${i}`);
  expect(headers.add(beside(LIGHT.workBranchesMax))).toBe(false);
  expect(headers.add(followedOn(new TestWork().extend(10).blocks[9]!, best.at(-1)!))).toBe(true);
});

function idOf(i: number): Hash {
  const id = new Uint8Array(32);
  new DataView(id.buffer).setUint32(0, i + 1);
  return id;
}
