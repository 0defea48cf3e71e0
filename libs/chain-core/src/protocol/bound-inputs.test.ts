import { boundInputs } from './bound-inputs';
import type { OpenInput, Output, TransactionBody } from './transaction';

const [asset, key, other] = [5, 6, 7].map((byte) => new Uint8Array(32).fill(byte)) as [Uint8Array, Uint8Array, Uint8Array];
const lock = (by: Uint8Array) => ({ kind: 'keys', threshold: 1, keys: [by] }) as const;
const open: OpenInput = { kind: 'open', module: 'market', lock: 'stock', assetId: asset, atLeast: 95n, atMost: 100n, to: lock(key) };
const body = (...inputs: OpenInput[]): TransactionBody => ({ validFromMs: 0, validUntilMs: 1, salt: 0, inputs: [{ kind: 'spend', outPoint: { txId: key, index: 0 } }, ...inputs], outputs: [], calls: [] });
const output = (amount: bigint, more: Partial<Output> = {}): Output => ({ assetId: asset, value: { kind: 'amount', amount }, lock: lock(key), ...more });
const paid = (...created: Output[]) => ({ effects: [{ module: 'market', spent: [], created: [output(99n)] }, { module: 'kernel', spent: [], created }] });

describe('what a result says of an open input', () => {
  it.each<[string, readonly Output[], bigint | undefined, boolean]>([
    ['the least', [output(95n)], 95n, true], ['the most', [output(100n)], 100n, true], ['too little', [output(94n)], 94n, false], ['too much', [output(101n)], 101n, false],
    ['of another asset', [output(96n, { assetId: other })], 96n, false], ['to somebody else', [output(96n, { lock: lock(other) })], 96n, false], ['later than signed', [output(96n, { lock: { ...lock(key), notBeforeMs: 1 } })], 96n, false],
    ['to a module', [output(96n, { lock: { kind: 'module', module: 'market', data: key } })], 96n, false], ['nothing', [], undefined, false],
  ])('%s', (_, created, came, isAsSigned) => expect(boundInputs(body(open), paid(...created))).toEqual([{ index: 1, input: open, came, isAsSigned }]));

  it('each has its own, in their order', () => {
    const second = { ...open, module: 'pool', atLeast: 1n, atMost: 1n };
    expect(boundInputs(body(open, second), paid(output(95n), output(1n))).map(({ index, came, isAsSigned }) => [index, came, isAsSigned])).toEqual([[1, 95n, true], [2, 1n, true]]);
    expect(boundInputs(body(), { effects: [] })).toEqual([]);
  });
});
