import { merkleRoot } from '../crypto/merkle';
import type { SealedBlock } from '../protocol/block';
import { sealBlock } from '../protocol/codec';
import { ZERO_HASH } from '../protocol/ids';
import type { SealedTransaction } from '../protocol/transaction';
import { StateBase } from '../state/state-base';
import { StateVersion } from '../state/state-version';
import { Coins } from '../testing/coins';
import { BlockTree } from './block-tree';
import { ExecutedBlock } from './executed-block';

const root = merkleRoot([]);
const state = StateVersion.ofBase(new StateBase());

function on(parent: SealedBlock | undefined, view: number, transactions: readonly SealedTransaction[] = []): ExecutedBlock {
  const height = parent === undefined ? 0 : parent.header.height + 1;
  const header = {
    protocolVersion: 1, chainId: ZERO_HASH, height, epoch: 0, view, parentId: parent?.id ?? ZERO_HASH, timeMs: view, proposer: 0, transactionCount: 0,
    transactionsRoot: root, resultsRoot: root, stateRoot: root, committeeHash: ZERO_HASH, nextCommitteeHash: ZERO_HASH,
  };
  return new ExecutedBlock({ ...sealBlock(header, []), transactions }, state, []);
}

/** genesis - a - b - c, and a - d - e beside it. */
function branches() {
  const genesis = on(undefined, 0);
  const a = on(genesis.block, 1);
  const b = on(a.block, 2);
  const c = on(b.block, 3);
  const d = on(a.block, 4);
  const e = on(d.block, 5);
  const tree = new BlockTree(genesis);
  for (const each of [a, b, c, d, e]) tree.add(each);
  return { tree, genesis, a, b, c, d, e };
}

test('a final block makes its ancestors final, keeps its descendants, and ends every other branch', () => {
  const { tree, a, b, c, d, e } = branches();
  tree.setHead(e.block.id);
  expect(tree.finalise(b.block.id).blocks).toEqual([a, b]);
  expect(tree.final).toBe(b);
  expect([tree.get(c.block.id), tree.get(d.block.id), tree.get(e.block.id)]).toEqual([c, undefined, undefined]);
  expect(tree.head).toBe(b);
  tree.setHead(c.block.id);
  expect([...tree.branch(tree.head.block.id)]).toEqual([c]);
  expect(tree.finalise(c.block.id).blocks).toEqual([c]);
});

test('what is final already, or was never here, makes nothing final', () => {
  const { tree, a, b, d } = branches();
  tree.finalise(b.block.id);
  expect(tree.finalise(b.block.id).blocks).toEqual([]);
  expect(tree.finalise(a.block.id).blocks).toEqual([]);
  expect(tree.finalise(d.block.id).blocks).toEqual([]);
  expect(tree.final).toBe(b);
});

test('a block whose parent is not here cannot be added', () => {
  const { tree, d, e } = branches();
  const other = new BlockTree(tree.final);
  expect(() => other.add(e)).toThrow('impossible');
  expect(() => other.add(d)).toThrow('impossible');
});

test('it is known how many transactions the unfinal blocks of the head\'s branch hold, whichever that is', () => {
  const coins = new Coins({ chainId: ZERO_HASH, seed: new Uint8Array(32).fill(3) });
  const some = (count: number) => Array.from({ length: count }, () => coins.issue(1, 1_000_000));
  const genesis = on(undefined, 0);
  const a = on(genesis.block, 1, some(1));
  const b = on(a.block, 2, some(2));
  const c = on(b.block, 3, some(4));
  const d = on(a.block, 4, some(8));
  const tree = new BlockTree(genesis);
  for (const each of [a, b, c, d]) tree.add(each);
  const after = (act: () => void) => (act(), tree.transactionsOnHead);
  expect([a, b, c, d, c].map(({ block }) => after(() => tree.setHead(block.id)))).toEqual([1, 3, 7, 9, 7]);
  expect(after(() => tree.finalise(a.block.id))).toBe(6);
  expect(after(() => tree.setHead(d.block.id))).toBe(8);
  expect(after(() => tree.finalise(b.block.id))).toBe(0); // The head's branch is dead: the final block is the head.
  expect(after(() => tree.setHead(c.block.id))).toBe(4);
  expect(after(() => tree.finalise(c.block.id))).toBe(0);
});
