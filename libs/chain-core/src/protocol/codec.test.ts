import fc from 'fast-check';
import type { Bytes } from '../primitives/bytes';
import { Refusal } from '../primitives/refusal';
import { LIMITS } from './limits';
import type { OpenInput } from './transaction';
import { AMOUNT_MAX } from '../codec/writer';
import { anyBlockResult, anyCertificate, anyCommittee, anyHeader, anyOutput, anyResult, anySealed, anyVote } from '../testing/arbitraries';
import * as codec from './codec';
import { sealBlock } from './codec';

const block = fc
  .tuple(anyHeader, fc.array(anySealed, { maxLength: 4 }))
  .map(([header, list]) => sealBlock({ ...header, transactionCount: list.length }, list));

/** Each shape: random values, how they are written and read. */
const SHAPES: readonly [string, fc.Arbitrary<unknown>, (value: never) => Bytes, (bytes: Bytes) => unknown][] = [
  ['transaction', anySealed, ({ bytes }: { bytes: Bytes }) => bytes, codec.decodeTransaction],
  ['output', anyOutput, codec.encodeOutput, codec.decodeOutput],
  ['header', anyHeader, codec.encodeHeader, codec.decodeHeader],
  ['block', block, ({ bytes }: { bytes: Bytes }) => bytes, codec.decodeBlock],
  ['result', anyResult, codec.encodeResult, codec.decodeResult],
  ['block result', anyBlockResult, codec.encodeBlockResult, codec.decodeBlockResult],
  ['vote', anyVote, codec.encodeVote, codec.decodeVote],
  ['certificate', anyCertificate, codec.encodeCertificate, codec.decodeCertificate],
  ['committee', anyCommittee, codec.encodeCommittee, codec.decodeCommittee],
];

function decodedOrRefused(decode: (bytes: Bytes) => unknown, bytes: Bytes): unknown {
  try {
    return decode(bytes);
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('MALFORMED')) return undefined;
    throw error;
  }
}

test('who signed last is read from the end of a transaction', () => {
  fc.assert(
    fc.property(anySealed.filter(({ signatures }) => signatures.length > 0), ({ bytes, signatures }) => {
      expect(codec.lastSignerOf(bytes)).toEqual(signatures.at(-1)!.publicKey);
    }),
    { numRuns: 40 },
  );
});

describe('an open input', () => {
  const named = { kind: 'open', module: 'pool', lock: 'stock', assetId: new Uint8Array(32).fill(5), to: { kind: 'keys', threshold: 1, keys: [new Uint8Array(32).fill(6)] } } as const;
  const encoded = (...inputs: OpenInput[]): Uint8Array => codec.sealTransaction({ body: { validFromMs: 0, validUntilMs: 1, salt: 0, inputs, outputs: [], calls: [] }, signatures: [] }).bytes;
  const refusal = (bytes: Uint8Array): unknown => {
    try {
      return codec.decodeTransaction(bytes).body.inputs.length;
    } catch (error) {
      return (error as Refusal).facts.field;
    }
  };
  const sources = Array.from({ length: LIMITS.openInputsMax + 1 }, (_, i) => ({ ...named, lock: `stock-${i}`, atLeast: 1n, atMost: AMOUNT_MAX }));
  const noLimits = encoded({ ...named, atLeast: 1n, atMost: 1n });
  const atMostAt = noLimits.length - 8 - 35 - 4; // Behind it: keys, then no outputs, calls and signatures.
  it.each<[string, Uint8Array, unknown]>([
    ['with limits that are one amount', noLimits, 1],
    ['with the widest limits', encoded({ ...named, atLeast: 1n, atMost: AMOUNT_MAX }), 1],
    ['as many as there may be', encoded(...sources.slice(1)), LIMITS.openInputsMax],
    ['one more', encoded(...sources), 'inputs'],
    ['at most less than at least', encoded({ ...named, atLeast: 2n, atMost: 1n }), 'inputs[0].atMost'],
    ['at most nothing', Uint8Array.from([...noLimits.slice(0, atMostAt + 7), 0, ...noLimits.slice(atMostAt + 8)]), 'inputs[0].atMost'],
    ['at most more than there can be', Uint8Array.from([...noLimits.slice(0, atMostAt), 0x80, ...noLimits.slice(atMostAt + 1)]), 'inputs[0].atMost'],
    ['at least nothing', Uint8Array.from([...noLimits.slice(0, atMostAt - 1), 0, ...noLimits.slice(atMostAt)]), 'inputs[0].atLeast'],
  ])('is read within its limits: %s', (_, bytes, expected) => expect(refusal(bytes)).toBe(expected));
});

describe.each(SHAPES)('the encoding of a %s', (name, values, encode, decode) => {
  it('gives back what was encoded', () => {
    fc.assert(
      fc.property(values, (value) => expect(decode(encode(value as never))).toEqual(value)),
      { numRuns: 40 },
    );
  });

  it('is the only one: whatever bytes are accepted are what encoding gives', () => {
    const mutation = fc.record({
      at: fc.nat(),
      xor: fc.integer({ min: 1, max: 255 }),
      cut: fc.nat(3),
      more: fc.uint8Array({ maxLength: 2 }),
    });
    fc.assert(
      fc.property(values, mutation, (value, { at, xor, cut, more }) => {
        const bytes = encode(value as never);
        const changed = Uint8Array.from([...bytes.subarray(0, bytes.length - cut), ...more]);
        if (changed.length > 0) changed[at % changed.length]! ^= xor;
        const accepted = decodedOrRefused(decode, changed);
        if (accepted !== undefined) expect(Buffer.compare(encode(accepted as never), changed)).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses a byte more and a byte less, and keeps no hold on the bytes it was given', () => {
    fc.assert(
      fc.property(values, (value) => {
        const bytes = encode(value as never);
        expect(decodedOrRefused(decode, Uint8Array.from([...bytes, 0]))).toBeUndefined();
        expect(decodedOrRefused(decode, bytes.subarray(0, -1))).toBeUndefined();
        const lent = Buffer.from(bytes);
        const decoded = decode(lent);
        // An output is read out of the state, which nobody changes: that one is not copied.
        if (name !== 'output') lent.fill(0xee);
        expect(Buffer.compare(encode(decoded as never), bytes)).toBe(0);
      }),
      { numRuns: 30 },
    );
  });

  it('ends in a value or a refusal for any bytes at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void decodedOrRefused(decode, bytes)),
      { numRuns: 300 },
    );
  });
});

describe('a block that is decoded', () => {
  it('shares transactions that are known by all their bytes, not by their id alone', () => {
    fc.assert(
      fc.property(anySealed, fc.boolean(), (transaction, same) => {
        const signatures = transaction.signatures.map((signed) => ({ ...signed, signature: signed.signature.map((byte) => byte ^ 1) }));
        const known = same ? transaction : codec.sealTransaction({ body: transaction.body, signatures });
        const sealed = sealBlock({ ...emptyHeader, transactionCount: 1 }, [transaction]);
        const decoded = codec.decodeBlock(sealed.bytes, () => known);
        expect(decoded.transactions[0] === known).toBe(same);
        expect(decoded.transactions[0]!.bytes).toEqual(transaction.bytes);
      }),
      { numRuns: 50 },
    );
  });
});

const emptyHeader = fc.sample(anyHeader, { numRuns: 1, seed: 1 })[0]!;
