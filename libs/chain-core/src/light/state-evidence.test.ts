import fc from 'fast-check';
import { Refusal } from '../primitives/refusal';
import { ZERO_HASH } from '../protocol/ids';
import { trustInGenesis } from '../protocol/verify-certified';
import { testChain } from '../testing/test-genesis';
import { testStateEvidence } from '../testing/test-state-evidence';
import { verifyStateEvidence } from './state-evidence';

const trust = trustInGenesis(testChain().genesis);

function faultOf(value: unknown): string | undefined {
  try {
    verifyStateEvidence(value, trust);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'STATE_PROOF_INVALID') return `${String(error.facts.field)}: ${String(error.facts.reason)}`;
    throw error;
  }
}

test('it proves what lies at a key, and that nothing lies at another, in any state', () => {
  const names = fc.string({ minLength: 1, maxLength: 8 });
  fc.assert(fc.property(fc.dictionary(names, fc.string({ maxLength: 20 }), { noNullPrototype: true }), names, (entries, key) => {
    const verified = verifyStateEvidence(JSON.parse(JSON.stringify(testStateEvidence({ entries, key }))), trust);
    const value = Object.hasOwn(entries, key) ? entries[key] : undefined;
    expect(verified.value === undefined ? undefined : Buffer.from(verified.value).toString()).toBe(value);
    expect(verified.signers).toEqual([0, 2, 3]);
  }), { numRuns: 40 });
});

test.each([['present', 'b'], ['absent', 'nowhere']])('one flipped bit anywhere in the file makes it fail with a reason: %s', (_name, key) => {
  const text = JSON.stringify(testStateEvidence({ key }));
  expect(faultOf(JSON.parse(text))).toBeUndefined();
  const survivors: number[] = [];
  for (let at = 0; at < text.length * 8; at += 1) {
    const flipped = Buffer.from(text);
    flipped[at >> 3]! ^= 1 << (at & 7);
    let value: unknown;
    try {
      value = JSON.parse(flipped.toString('utf8'));
    } catch {
      continue; // No JSON any more.
    }
    if (!/^\S*: .{8}/.test(faultOf(value) ?? '')) survivors.push(at);
  }
  expect(survivors).toEqual([]);
});

const good = testStateEvidence();
const absent = testStateEvidence({ key: 'nowhere' });
test.each<[string, unknown, string]>([
  ['absence of what is there', { ...good, value: null }, 'proof'],
  ['another value', { ...good, value: '00' }, 'proof'],
  ['presence of what is not there', { ...absent, value: '00' }, 'proof'],
  ["another key's absence", { ...absent, key: good.key, question: good.question }, 'proof'],
  ['a key that was damaged', { ...absent, key: `${absent.key.slice(0, -1)}0` }, 'question'],
  ['another store', { ...good, store: 2 }, 'question'],
  ['another module', { ...good, module: 'note' }, 'question'],
  ['a store that cannot be', { ...good, store: 256 }, 'store: must be the number'],
  ['a module that cannot be', { ...good, module: 'a b' }, 'module: must be the name'],
  ['a key that is too long', { ...good, key: '00'.repeat(200) }, 'key: must be at most 128 bytes'],
  ['another chain', testStateEvidence({ chain: testChain({ name: 'other' }) }), 'chainId: the proof is from another chain'],
  ['what closed an epoch', testStateEvidence({ header: { transactionsRoot: ZERO_HASH, resultsRoot: ZERO_HASH } }), 'headers/0: it is no block'],
  ['no headers', { ...good, headers: [] }, 'headers: the header of the block is missing'],
  ['a receipt', { format: 'bystack-receipt/1' }, 'module: is missing'],
  ['null', null, ': must be an object'],
])('%s is refused', (_name, value, expected) => expect(faultOf(value)).toContain(expected));
