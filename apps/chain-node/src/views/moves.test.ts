import { keyPairFromSeed } from '@bystack/chain-core/crypto/sign';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { moduleLock } from '@bystack/chain-core/protocol/module-lock';
import type { Lock, Output } from '@bystack/chain-core/protocol/transaction';
import { movedBy } from './moves';

const [ann, bob] = [1, 2].map((fill) => keyPairFromSeed(new Uint8Array(32).fill(fill)).publicKey) as [Uint8Array, Uint8Array];
const [points, litres] = [new Uint8Array(32).fill(7), new Uint8Array(32).fill(8)];
const of = (key: Uint8Array): Lock => ({ kind: 'keys', threshold: 1, keys: [key] });
const output = (amount: bigint, lock: Lock, assetId = points): Output => ({ assetId, value: { kind: 'amount', amount }, lock });
const told = (moved: ReturnType<typeof movedBy>) => moved.moves.map(({ assetId, who, gives, gets, back }) => [assetId === toHex(points) ? 'points' : 'litres', who.kind === 'keys' ? (who.keys[0] === toHex(ann) ? 'ann' : 'bob') : who.kind, gives, gets, back]);

test.each<[string, Parameters<typeof movedBy>[0], unknown[][]]>([
  ['a transfer with change', { issued: [], spent: [output(30n, of(ann))], made: [output(25n, of(bob)), output(5n, of(ann))] }, [['points', 'ann', '25', '0', '5'], ['points', 'bob', '0', '25', '0']]],
  ['an issue, of which a part is retired at once', { issued: [{ assetId: points, amount: 9n }], spent: [], made: [output(8n, of(ann)), output(1n, { kind: 'retire' })] }, [['points', 'issue', '9', '0', '0'], ['points', 'ann', '0', '8', '0'], ['points', 'retire', '0', '1', '0']]],
  ['delivery versus payment', { issued: [], spent: [output(3n, of(ann)), output(2n, of(bob), litres)], made: [output(3n, of(bob)), output(2n, of(ann), litres)] }, [['points', 'ann', '3', '0', '0'], ['litres', 'bob', '2', '0', '0'], ['points', 'bob', '0', '3', '0'], ['litres', 'ann', '0', '2', '0']]],
  ['outputs of one owner put together', { issued: [], spent: [output(3n, of(ann)), output(4n, of(ann))], made: [output(7n, of(ann))] }, [['points', 'ann', '0', '0', '7']]],
  ['nothing at all', { issued: [], spent: [], made: [] }, []],
])('who gives and who gets: %s', (_, flow, expected) => {
  expect(told(movedBy(flow))).toEqual(expected);
});

test('what is paid in to a module stays one holder’s, whatever else its lock says; what cannot be looked up is counted, never guessed', () => {
  const account = (data: { readonly n: number }) => moduleLock('fee~2', { lock: 'account', owner: ann, data });
  const { moves, unknown } = movedBy({ issued: [], spent: [undefined, undefined], made: [output(4n, account({ n: 1 })), output(1n, account({ n: 2 }))] });
  expect(moves).toEqual([{ assetId: toHex(points), who: { kind: 'module', module: 'fee~2', lock: 'account', owner: toHex(ann) }, gives: '0', gets: '5', back: '0' }]);
  expect(unknown).toBe(2);
  expect(movedBy({ issued: [], spent: [], made: [output(1n, { kind: 'module', module: 'x', data: new Uint8Array(3) })] }).moves[0]!.who).toEqual({ kind: 'module', module: 'x' });
});
