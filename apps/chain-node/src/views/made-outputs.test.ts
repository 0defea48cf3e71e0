import type { ChainNode } from '@bystack/chain-core/node';
import { encodeResult } from '@bystack/chain-core/protocol/codec';
import { blockEffectsId } from '@bystack/chain-core/protocol/ids';
import type { Outcome } from '@bystack/chain-core/protocol/result';
import type { Output } from '@bystack/chain-core/protocol/transaction';
import { madeOutputs } from './made-outputs';

const txId = new Uint8Array(32).fill(3);
const output: Output = { assetId: new Uint8Array(32).fill(7), value: { kind: 'amount', amount: 5n }, lock: { kind: 'keys', threshold: 1, keys: [new Uint8Array(32).fill(1)] } };

/** A node that recorded one transaction, with this outcome. */
function nodeWith(outcome: Outcome): ChainNode {
  const place = { index: 0, block: { transactions: [{ body: { outputs: [output] } }] }, resultLeaves: [encodeResult({ txId, outcome, events: [], effects: [] })] };
  return { reader: { find: () => place, keptFrom: 1, finalHeight: 0, header: () => ({ header: { parentId: txId } }) }, chainId: txId } as unknown as ChainNode;
}

it('reads nothing of blocks that the node forgets meanwhile', async () => {
  const id = blockEffectsId(txId, 5, txId);
  let keptFrom = 2;
  const header = (height: number) => {
    if (height === 32) keptFrom = 20;
    return { header: { parentId: txId } };
  };
  const resultLeaves = () => {
    throw new Error('the results are missing from the database');
  };
  const node = { reader: { find: () => undefined, get keptFrom() { return keptFrom; }, finalHeight: 40, header, resultLeaves }, chainId: txId } as unknown as ChainNode;
  expect((await madeOutputs(node, [{ txId: id, index: 0 }], Infinity))({ txId: id, index: 0 })).toBeUndefined();
});

test.each<[Outcome, Output | undefined]>([
  [{ kind: 'accepted' }, output],
  [{ kind: 'refused', call: -1, code: 'UNBALANCED', facts: {} }, undefined],
])('what lay in an output of a transaction that was %j', async (outcome, expected) => {
  const made = await madeOutputs(nodeWith(outcome), [{ txId, index: 0 }], 1);
  expect(made({ txId, index: 0 })).toEqual(expected);
});
