import fc from 'fast-check';
import { AMOUNT_MAX } from '../codec/writer';
import { toBinary, fromBinary } from '../crypto/hash';
import { utf8 } from '../primitives/bytes';
import { decodeOutput, sealTransaction } from '../protocol/codec';
import type { OutPoint, SealedTransaction, TransactionBody } from '../protocol/transaction';
import { counter } from '../testing/counter-module';
import { assetOf, callOf, definitionOf, LedgerChain, lockOf, lockOfSome, outputOf, spend } from '../testing/ledger-chain';
import { OUTPUTS, REMEMBERED, REMEMBERED_BY_TIME } from './kernel-stores';
import { prefixEnd } from '../state/store-key';

const GOLD = assetOf('bank');
const GRAIN = assetOf('mill');
const to = (owner: string, amount: bigint, asset = GOLD) => outputOf(asset, amount, lockOf(owner));

interface Case {
  readonly parts: (chain: LedgerChain, gold: OutPoint, grain: OutPoint) => Partial<TransactionBody>;
  readonly signers?: string[];
  readonly word: string;
}
const day = 24 * 60 * 60 * 1000;

/** Each on a chain where ann owns 100 gold and bob owns 5 grain. */
const CASES: Record<string, Case> = {
  'transfer in one piece': { parts: (_, gold) => ({ inputs: [spend(gold)], outputs: [to('bob', 100n)] }), word: 'accepted' },
  'transfer with change': { parts: (_, gold) => ({ inputs: [spend(gold)], outputs: [to('bob', 30n), to('ann', 70n)] }), word: 'accepted' },
  'delivery versus payment': {
    parts: (_, gold, grain) => ({ inputs: [spend(gold), spend(grain)], outputs: [to('bob', 100n), to('ann', 5n, GRAIN)] }),
    signers: ['ann', 'bob'],
    word: 'accepted',
  },
  'retiring a part': {
    parts: (_, gold) => ({ inputs: [spend(gold)], outputs: [outputOf(GOLD, 40n, { kind: 'retire' }), to('ann', 60n)] }),
    word: 'accepted',
  },
  'issuing more, by the issuer': {
    parts: () => ({ inputs: [{ kind: 'issue', definition: definitionOf('bank'), amount: 7n }], outputs: [to('ann', 7n)] }),
    signers: ['bank'],
    word: 'accepted',
  },
  'issuing by somebody else': {
    parts: () => ({ inputs: [{ kind: 'issue', definition: definitionOf('bank'), amount: 7n }], outputs: [to('ann', 7n)] }),
    word: 'SIGNATURE_MISSING',
  },
  'issuing with the same words under another lock is another asset': {
    parts: () => ({
      inputs: [{ kind: 'issue', definition: { ...definitionOf('bank'), issuer: lockOf('ann') }, amount: 7n }],
      outputs: [to('ann', 7n)],
    }),
    word: 'UNBALANCED',
  },
  'an asset document that is not canonical': {
    parts: () => ({ inputs: [{ kind: 'issue', definition: { issuer: lockOf('ann'), document: utf8('{ }') }, amount: 7n }] }),
    word: 'ASSET_DOCUMENT_INVALID',
  },
  'more out than in': { parts: (_, gold) => ({ inputs: [spend(gold)], outputs: [to('bob', 101n)] }), word: 'UNBALANCED' },
  'less out than in': { parts: (_, gold) => ({ inputs: [spend(gold)], outputs: [to('bob', 99n)] }), word: 'UNBALANCED' },
  'gold in, grain out': { parts: (_, gold) => ({ inputs: [spend(gold)], outputs: [to('bob', 100n, GRAIN)] }), word: 'UNBALANCED' },
  'outputs from nothing': { parts: () => ({ outputs: [to('ann', 1n)], calls: [] }), signers: [], word: 'EMPTY_TRANSACTION' },
  'sums beyond the largest amount': {
    parts: (_, gold) => ({ inputs: [spend(gold)], outputs: [to('bob', AMOUNT_MAX), to('bob', AMOUNT_MAX), to('bob', 102n)] }),
    word: 'AMOUNT_OVERFLOW',
  },
  'the same input twice': {
    parts: (_, gold) => ({ inputs: [spend(gold), spend(gold)], outputs: [to('bob', 200n)] }),
    word: 'DUPLICATE_INPUT',
  },
  'an output that never was': {
    parts: (_, gold) => ({ inputs: [spend({ ...gold, index: 9 })], outputs: [to('bob', 1n)] }),
    word: 'INPUT_MISSING',
  },
  'the output of somebody else': {
    parts: (_, __, grain) => ({ inputs: [spend(grain)], outputs: [to('ann', 5n, GRAIN)] }),
    word: 'SIGNATURE_MISSING',
  },
  'a signature nobody needs': {
    parts: (_, gold) => ({ inputs: [spend(gold)], outputs: [to('bob', 100n)] }),
    signers: ['ann', 'eve'],
    word: 'SIGNATURE_UNNEEDED',
  },
  'no signature at all': {
    parts: (_, gold) => ({ inputs: [spend(gold)], outputs: [to('bob', 100n)] }),
    signers: [],
    word: 'SIGNATURE_MISSING',
  },
  'a hidden amount': {
    parts: (_, gold) => ({
      inputs: [spend(gold)],
      outputs: [{ assetId: GOLD, value: { kind: 'commitment', commitment: utf8('c') }, lock: lockOf('bob') }],
    }),
    word: 'COMMITMENTS_NOT_ENABLED',
  },
  'locking to a module': {
    parts: (_, gold) => ({ inputs: [spend(gold)], outputs: [outputOf(GOLD, 100n, { kind: 'module', module: 'pool', data: utf8('') })] }),
    word: 'LOCK_NOT_ACCEPTED',
  },
  'an actor who did not sign': { parts: () => ({ calls: [callOf('bob', 'counter', 'add', '{"by":1}')] }), word: 'ACTOR_NOT_SIGNER' },
  'a window of no length': {
    parts: ({ timeMs }, gold) => ({ inputs: [spend(gold)], outputs: [to('bob', 100n)], validFromMs: timeMs, validUntilMs: timeMs }),
    word: 'WINDOW_EMPTY',
  },
  'a day for a spend': {
    parts: ({ timeMs }, gold) => ({ inputs: [spend(gold)], outputs: [to('bob', 100n)], validUntilMs: timeMs + day }),
    word: 'accepted',
  },
  'more than a day for a spend': {
    parts: ({ timeMs }, gold) => ({ inputs: [spend(gold)], outputs: [to('bob', 100n)], validUntilMs: timeMs + day + 1 }),
    word: 'WINDOW_TOO_LONG',
  },
  'two minutes without a spend': {
    parts: ({ timeMs }) => ({ calls: [callOf('ann', 'counter', 'add', '{"by":1}')], validUntilMs: timeMs + 120_000 }),
    word: 'accepted',
  },
  'more than two minutes without a spend': {
    parts: ({ timeMs }) => ({ calls: [callOf('ann', 'counter', 'add', '{"by":1}')], validUntilMs: timeMs + 120_001 }),
    word: 'WINDOW_TOO_LONG',
  },
  'before its window': {
    parts: ({ timeMs }, gold) => ({ inputs: [spend(gold)], outputs: [to('bob', 100n)], validFromMs: timeMs + 101 }),
    word: 'NOT_YET_VALID',
  },
  'first moment of its window': {
    parts: ({ timeMs }, gold) => ({ inputs: [spend(gold)], outputs: [to('bob', 100n)], validFromMs: timeMs + 100 }),
    word: 'accepted',
  },
  'last moment of its window': {
    parts: ({ timeMs }, gold) => ({ inputs: [spend(gold)], outputs: [to('bob', 100n)], validUntilMs: timeMs + 101 }),
    word: 'accepted',
  },
  'after its window': {
    parts: ({ timeMs }, gold) => ({ inputs: [spend(gold)], outputs: [to('bob', 100n)], validUntilMs: timeMs + 100 }),
    word: 'EXPIRED',
  },
};

function chainWithGold(): { chain: LedgerChain; gold: OutPoint; grain: OutPoint } {
  const chain = new LedgerChain([counter]);
  const [gold] = chain.issue('bank', 'ann', 100n);
  const [grain] = chain.issue('mill', 'bob', 5n);
  return { chain, gold: gold!, grain: grain! };
}

/** What there is of an asset, counted output by output. */
function supply(chain: LedgerChain, asset = GOLD): bigint {
  const outputs = chain.head.state.range({ from: OUTPUTS, to: prefixEnd(OUTPUTS)!, limit: 10_000 }).map(([, value]) => decodeOutput(value));
  return outputs
    .filter((o) => toBinary(o.assetId) === toBinary(asset))
    .reduce((sum, { value }) => sum + (value.kind === 'amount' ? value.amount : 0n), 0n);
}

describe('the ledger', () => {
  it.each(Object.entries(CASES))('%s', (_, { parts, signers = ['ann'], word }) => {
    const { chain, gold, grain } = chainWithGold();
    const transaction = chain.sign(parts(chain, gold, grain), ...signers);
    // Admission and block say the same, at the same time.
    expect(chain.refusal(transaction, chain.timeMs + 100)).toBe(word === 'accepted' ? undefined : word);
    const before = chain.head.header.stateRoot;
    expect(chain.advance([transaction])).toEqual([word]);
    if (word !== 'accepted') expect(chain.head.header.stateRoot).toEqual(before);
  });

  it('keeps supply: issued minus retired', () => {
    const { chain, gold } = chainWithGold();
    expect(supply(chain)).toBe(100n);
    chain.advance([
      chain.sign({ inputs: [spend(gold)], outputs: [outputOf(GOLD, 40n, { kind: 'retire' }), to('ann', 25n), to('bob', 35n)] }, 'ann'),
    ]);
    expect([supply(chain), supply(chain, GRAIN)]).toEqual([60n, 5n]);
  });

  it('spends an output once, in one block or in two', () => {
    const { chain, gold } = chainWithGold();
    const [first, second, third] = ['bob', 'cy', 'dan'].map((owner) =>
      chain.sign({ inputs: [spend(gold)], outputs: [to(owner, 100n)] }, 'ann'),
    );
    expect(chain.advance([first!, second!])).toEqual(['accepted', 'INPUT_MISSING']);
    expect(chain.advance([third!, first!])).toEqual(['INPUT_MISSING', 'INPUT_MISSING']);
  });

  it('lets an output be spent in the block that made it', () => {
    const { chain, gold } = chainWithGold();
    const first = chain.sign({ inputs: [spend(gold)], outputs: [to('bob', 100n)] }, 'ann');
    const second = chain.sign({ inputs: [spend({ txId: first.txId, index: 0 })], outputs: [to('cy', 100n)] }, 'bob');
    expect(chain.advance([first, second])).toEqual(['accepted', 'accepted']);
  });

  it('opens a lock for m of n, not before its time', () => {
    const { chain, gold } = chainWithGold();
    const lock = { ...lockOfSome(2, 'x', 'y', 'z'), notBeforeMs: chain.timeMs + 1000 };
    const locking = chain.sign({ inputs: [spend(gold)], outputs: [outputOf(GOLD, 100n, lock)] }, 'ann');
    expect(chain.advance([locking])).toEqual(['accepted']);
    const open = (...signers: string[]) =>
      chain.sign({ inputs: [spend({ txId: locking.txId, index: 0 })], outputs: [to('ann', 100n)] }, ...signers);
    expect(chain.advance([open('x')])).toEqual(['SIGNATURE_MISSING']);
    expect(chain.advance([open('x', 'z')])).toEqual(['LOCKED_UNTIL']);
    expect(chain.advance([open('x', 'z')], 1000)).toEqual(['accepted']);
  });

  it('refuses assets on a chain without them', () => {
    const chain = new LedgerChain([], { assets: 'disabled' });
    expect(
      chain.refusal(
        chain.sign({ inputs: [{ kind: 'issue', definition: definitionOf('bank'), amount: 1n }], outputs: [to('ann', 1n)] }, 'bank'),
      ),
    ).toBe('ASSETS_DISABLED');
  });

  it('refuses a signature of another chain, and a good signature over other bytes', () => {
    const { chain, gold } = chainWithGold();
    const other = new LedgerChain([], { name: 'other' });
    const parts = { inputs: [spend(gold)], outputs: [to('bob', 100n)], validFromMs: chain.timeMs, validUntilMs: chain.timeMs + 1000 };
    expect(chain.refusal(other.sign(parts, 'ann'))).toBe('SIGNATURE_INVALID');
    const good = chain.sign(parts, 'ann');
    const changed = sealTransaction({ body: { ...good.body, salt: good.body.salt + 1 }, signatures: good.signatures });
    expect(chain.refusal(changed)).toBe('SIGNATURE_INVALID');
  });

  it('does not take one transaction for verified because another with its id was', () => {
    const { chain, gold } = chainWithGold();
    const good = chain.sign({ inputs: [spend(gold)], outputs: [to('bob', 100n)] }, 'ann');
    expect(chain.refusal(good)).toBeUndefined();
    const forged = sealTransaction({ body: good.body, signatures: [{ ...good.signatures[0]!, signature: new Uint8Array(64) }] });
    expect(forged.txId).toEqual(good.txId);
    expect(chain.refusal(forged)).toBe('SIGNATURE_INVALID');
  });
});

describe('replay', () => {
  const remembered = ({ head }: LedgerChain) =>
    [REMEMBERED, REMEMBERED_BY_TIME].map((from) => head.state.range({ from, to: prefixEnd(from)!, limit: 1_000 }).length);
  const add = (chain: LedgerChain, by = '1', parts = {}): SealedTransaction =>
    chain.sign({ calls: [callOf('ann', 'counter', 'add', `{"by":${by}}`)], ...parts }, 'ann');

  it('records a transaction without a spend once, and forgets it when its window has passed', () => {
    const { chain } = chainWithGold();
    chain.advance([], 60_000);
    const before = remembered(chain);
    const transaction = add(chain);
    expect(chain.advance([transaction, transaction])).toEqual(['ALREADY_RECORDED', 'ALREADY_RECORDED']);
    expect(remembered(chain)).toEqual(before.map((count) => count + 1));
    expect(chain.advance([transaction])).toEqual(['ALREADY_RECORDED']);
    expect(chain.advance([transaction], 59_700)).toEqual(['ALREADY_RECORDED']);
    expect(chain.advance([transaction], 300)).toEqual(['EXPIRED']);
    expect(remembered(chain)).toEqual([0, 0]);
  });

  it('forgets many that end in one moment bit by bit, and faster than new ones come', () => {
    const { chain } = chainWithGold();
    chain.advance([], 60_000);
    expect(new Set(chain.advance(Array.from({ length: 300 }, () => add(chain))))).toEqual(new Set(['accepted']));
    const counts = [59_990, 1, 1].map((afterMs) => {
      chain.advance(Array.from({ length: 10 }, () => add(chain)), afterMs);
      return remembered(chain);
    });
    expect(counts).toEqual([162, 24, 30].map((count) => [count, count]));
  });

  it('remembers a refused spend as long as its window, so that it cannot happen later after all', () => {
    const { chain, gold } = chainWithGold();
    const calls = [callOf('ann', 'counter', 'add', '{"by":1001}')];
    const transaction = chain.sign(
      { inputs: [spend(gold)], outputs: [to('bob', 100n)], calls, validUntilMs: chain.timeMs + 3_600_000 },
      'ann',
    );
    expect(chain.advance([transaction])).toEqual(['refused COUNTER_FULL']);
    expect(chain.advance([transaction], 3_000_000)).toEqual(['ALREADY_RECORDED']);
    // Its input is still there.
    expect(chain.advance([chain.sign({ inputs: [spend(gold)], outputs: [to('cy', 100n)] }, 'ann')])).toEqual(['accepted']);
  });
});

describe('against a naive ledger', () => {
  it('agrees on who owns what, over random transfers, good and bad', () => {
    const owners = ['ann', 'bob', 'cy'];
    const step = fc.record({
      from: fc.nat(2),
      to: fc.nat(2),
      pick: fc.nat(30),
      split: fc.integer({ min: -1, max: 12 }),
      wrongSigner: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 15 }), (steps) => {
        const chain = new LedgerChain();
        const model = new Map<string, { outPoint: OutPoint; owner: string; amount: bigint }>();
        const put = (outPoint: OutPoint, owner: string, amount: bigint) =>
          model.set(toBinary(outPoint.txId) + outPoint.index, { outPoint, owner, amount });
        owners.forEach((owner) => put(chain.issue('bank', owner, 10n)[0]!, owner, 10n));
        const spentBefore: OutPoint[] = [];
        for (const { from, to: receiver, pick, split, wrongSigner } of steps) {
          const own = [...model.entries()].filter(([, { owner }]) => owner === owners[from]);
          const [key, coin] = own[pick % Math.max(1, own.length)] ?? [undefined, undefined];
          const outPoint = coin?.outPoint ?? spentBefore[0] ?? { txId: fromBinary('\0'.repeat(32)), index: 0 };
          const amount = coin?.amount ?? 1n;
          const parts = [BigInt(split), amount - BigInt(split)].filter((part) => part > 0n);
          const outputs = parts.map((part, i) => to(i === 0 ? owners[receiver]! : owners[from]!, part));
          const signer = wrongSigner ? owners[(from + 1) % 3]! : owners[from]!;
          const transaction = chain.sign({ inputs: [spend(outPoint)], outputs }, signer);
          const good = coin !== undefined && !wrongSigner && parts.reduce((sum, part) => sum + part, 0n) === amount;
          expect(chain.advance([transaction])[0] === 'accepted').toBe(good);
          if (!good) continue;
          model.delete(key!);
          spentBefore.push(outPoint);
          parts.forEach((part, index) => put({ txId: transaction.txId, index }, i0(index) ? owners[receiver]! : owners[from]!, part));
        }
        expect(supply(chain)).toBe(30n);
        expect(chain.head.state.range({ from: OUTPUTS, to: prefixEnd(OUTPUTS)!, limit: 1000 }).length).toBe(model.size);
      }),
      { numRuns: 40 },
    );
  });
});

const i0 = (index: number) => index === 0;
