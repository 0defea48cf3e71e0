import fc from 'fast-check';
import { Refusal } from '../primitives/refusal';
import { sealTransaction } from '../protocol/codec';
import type { SealedTransaction } from '../protocol/transaction';
import { Mempool } from './mempool';

const BYTES = transaction({}).bytes.length;

function transaction({ salt = 0, signer = 1, spends = [] as number[], untilMs = 1000 }): SealedTransaction {
  const inputs = spends.map((index) => ({ kind: 'spend' as const, outPoint: { txId: new Uint8Array(32), index } }));
  const body = { validFromMs: 0, validUntilMs: untilMs, salt, inputs, outputs: [], calls: [] };
  return sealTransaction({ body, signatures: [{ publicKey: new Uint8Array(32).fill(signer), signature: new Uint8Array(64) }] });
}

function codeOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof Refusal) return [error.code, error.facts];
    throw error;
  }
}

describe('Mempool', () => {
  it('serves first come first, and knows what it has', () => {
    const pool = new Mempool();
    const [a, b] = [transaction({ salt: 2 }), transaction({ salt: 1 })];
    expect([pool.add(a, 0), pool.add(b, 0), pool.add(a, 0)]).toEqual(['added', 'added', 'known']);
    expect([...pool.candidates()]).toEqual([a, b]);
    expect([pool.size, pool.bytes, pool.has(a.key), pool.get(b.key), pool.sinceMs(b.key)]).toEqual([2, 2 * BYTES, true, b, 0]);
    expect(pool.remove([a.key, a.key])).toBe(1);
    expect([pool.size, pool.bytes, pool.has(a.key)]).toEqual([1, BYTES, false]);
  });

  it('keeps its limits of count, bytes and share', () => {
    const full = (share: boolean) => ['MEMPOOL_FULL', { retryAfterSeconds: 1, share }];
    const byCount = new Mempool({ transactionsMax: 1 });
    byCount.add(transaction({}), 0);
    expect(codeOf(() => byCount.add(transaction({ salt: 1 }), 0))).toEqual(full(false));
    const byBytes = new Mempool({ bytesMax: BYTES * 2 - 1 });
    byBytes.add(transaction({}), 0);
    expect(codeOf(() => byBytes.add(transaction({ salt: 1 }), 0))).toEqual(full(false));
    const byShare = new Mempool({ perSignerMax: 1 });
    byShare.add(transaction({}), 0);
    expect(codeOf(() => byShare.add(transaction({ salt: 1 }), 0))).toEqual(full(true));
    expect(byShare.add(transaction({ salt: 1, signer: 2 }), 0)).toBe('added');
  });

  it('lets signers take turns when more waits than a block takes, each in their own order', () => {
    const pool = new Mempool();
    const offered = [[0, 1], [1, 1], [2, 1], [3, 2], [4, 1], [5, 3], [6, 2]].map(([salt, signer]) => transaction({ salt: salt!, signer: signer! }));
    for (const each of offered) pool.add(each, 0);
    const order = (countMax: number) => [...pool.inTurns(countMax)].map(({ body }) => body.salt);
    expect([order(7), order(6)]).toEqual([[0, 1, 2, 3, 4, 5, 6], [0, 3, 5, 1, 6, 2, 4]]);
    pool.remove(offered.slice(3).map(({ key }) => key));
    expect(order(1)).toEqual([0, 1, 2]);
  });

  it('keeps the last quarter of the room for signers who have little waiting', () => {
    const pool = new Mempool();
    const offer = (salt: number, signer: number) => {
      const offered = transaction({ salt, signer });
      return pool.isUnfair(offered.signatures, pool.size, 100) ? 'unfair' : pool.add(offered, 0);
    };
    const greedy = Array.from({ length: 100 }, (_, salt) => offer(salt, 1));
    expect(greedy.filter((answer) => answer === 'added').length).toBe(75);
    expect(greedy.at(-1)).toBe('unfair');
    for (let signer = 2; signer < 20; signer += 1) expect(offer(1_000 + signer, signer)).toBe('added');
    expect(offer(101, 1)).toBe('unfair');
  });

  it('holds no two transactions that spend one output, and lets the loser go when the winner is final', () => {
    const pool = new Mempool();
    const waiting = transaction({ spends: [7, 8] });
    pool.add(waiting, 0);
    expect(codeOf(() => pool.add(transaction({ salt: 1, spends: [9, 8] }), 0))).toEqual(['INPUT_CONFLICT', { input: 1 }]);
    expect(pool.removeFinal(transaction({ salt: 2, spends: [8, 7] }), false)).toEqual([]);
    expect(pool.removeFinal(transaction({ salt: 2, spends: [8, 7] }), true)).toEqual([waiting]);
    expect(pool.add(transaction({ salt: 1, spends: [9, 8] }), 0)).toBe('added');
  });

  it('finds a transaction by the end of its bytes, the newest of several', () => {
    const pool = new Mempool();
    const [a, b] = [transaction({ salt: 1 }), transaction({ salt: 2 })]; // Their signatures are the same.
    expect(pool.endingLike(a.bytes)).toBeUndefined();
    pool.add(a, 0);
    expect(pool.endingLike(a.bytes.slice())).toBe(a);
    pool.add(b, 0);
    pool.remove([a.key]);
    expect(pool.endingLike(b.bytes)).toBe(b);
    pool.remove([b.key]);
    expect(pool.endingLike(b.bytes)).toBeUndefined();
  });

  it('takes in and keeps nothing whose window has passed', () => {
    const pool = new Mempool();
    expect(codeOf(() => pool.add(transaction({ untilMs: 10 }), 10))).toEqual(['EXPIRED', { validUntilMs: 10, timeMs: 10 }]);
    const soon = transaction({ untilMs: 11 });
    pool.add(soon, 10);
    expect(pool.removeExpired(10)).toEqual([]);
    expect(pool.removeExpired(11)).toEqual([soon]);
    expect([pool.size, pool.bytes]).toEqual([0, 0]);
  });

  it('counts right whatever comes and goes', () => {
    const step = fc.record({ salt: fc.nat(5), signer: fc.integer({ min: 1, max: 3 }), input: fc.nat(6), remove: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const pool = new Mempool({ transactionsMax: 5, perSignerMax: 2 });
        for (const { salt, signer, input, remove } of steps) {
          const each = transaction({ salt, signer, spends: [input] });
          if (remove) pool.remove([each.key]);
          else codeOf(() => pool.add(each, 0));
          const all = [...pool.candidates()];
          const outputs = all.flatMap(({ body }) => body.inputs.map((spent) => JSON.stringify(spent)));
          expect(new Set(outputs).size).toBe(all.length);
          expect(all.length).toBe(pool.size);
          expect(pool.bytes).toBe(all.reduce((sum, { bytes }) => sum + bytes.length, 0));
          for (const s of [1, 2, 3])
            expect(all.filter(({ signatures }) => signatures[0]!.publicKey[0] === s).length).toBeLessThanOrEqual(2);
        }
        pool.remove([...pool.candidates()].map(({ key }) => key));
        expect([pool.size, pool.bytes]).toEqual([0, 0]);
      }),
    );
  });
});
