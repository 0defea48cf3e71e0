import { merkleRoot } from '../crypto/merkle';
import type { SealedBlock } from '../protocol/block';
import { sealBlock } from '../protocol/codec';
import { ZERO_HASH } from '../protocol/ids';
import { StateBase } from '../state/state-base';
import { StateVersion } from '../state/state-version';
import { BlockTree } from './block-tree';
import { ExecutedBlock } from './executed-block';

const root = merkleRoot([]);
const state = StateVersion.ofBase(new StateBase());

function on(parent: SealedBlock | undefined, view: number): ExecutedBlock {
  const height = parent === undefined ? 0 : parent.header.height + 1;
  const header = {
    protocolVersion: 1, chainId: ZERO_HASH, height, epoch: 0, view, parentId: parent?.id ?? ZERO_HASH, timeMs: view, proposer: 0, transactionCount: 0,
    transactionsRoot: root, resultsRoot: root, stateRoot: root, committeeHash: ZERO_HASH, nextCommitteeHash: ZERO_HASH,
  };
  return new ExecutedBlock(sealBlock(header, []), state, []);
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
