import type { ChainNode } from '@bystack/chain-core/node';
import { encodeResult } from '@bystack/chain-core/protocol/codec';
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

test.each<[Outcome, Output | undefined]>([
  [{ kind: 'accepted' }, output],
  [{ kind: 'refused', call: -1, code: 'UNBALANCED', facts: {} }, undefined],
])('what lay in an output of a transaction that was %j', async (outcome, expected) => {
  const made = await madeOutputs(nodeWith(outcome), [{ txId, index: 0 }], 1);
  expect(made({ txId, index: 0 })).toEqual(expected);
});
