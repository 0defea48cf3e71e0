import { recordId as idByModule } from '@bystack/modules-contract';
import { canonicalJson } from '@bystack/chain-core/codec/json';
import { testChain } from '@bystack/chain-core/testing/test-genesis';
import { testStateEvidence } from '@bystack/chain-core/testing/test-state-evidence';
import { encodeGenesis } from '@bystack/chain-core/protocol/check-genesis';
import { stateInWords, whatStateProved } from './describe-state';
import { provedRecord, recordId } from './proved-record';
import { readTrust } from './read-trust';
import { verifyStateOffline } from './verify-offline';

const record = { type: 'document', key: 'ab', state: 'claimed', version: 2, data: { title: 'Deed' }, createdBy: 'cd' };
const lying = { module: 'rule-book', store: 1, key: recordId('document', 'ab'), value: canonicalJson(record) };
const trust = readTrust(encodeGenesis(testChain().genesis));
const verified = verifyStateOffline(JSON.stringify(testStateEvidence()), trust);

test('a record lies where the module puts it', () => {
  for (const [type, key] of [['document', 'ab'], ['event', '“é”\n'], ['a', '']] as const) expect(recordId(type, key)).toEqual(idByModule(type, key));
});

test('it is shown, with what it says of itself, only where it lies at the key that belongs to it', () => {
  expect(provedRecord(lying)).toEqual({ type: 'document', key: 'ab', state: 'claimed', version: 2, data: { title: 'Deed' }, whole: record });
  for (const other of [{ store: 2 }, { module: 'notes' }, { key: recordId('document', 'ac') }, { value: undefined }, { value: new Uint8Array([1]) }, { value: canonicalJson([]) }, { value: canonicalJson({ ...record, key: 'ac' }) }, { value: canonicalJson({ type: 'document', key: 'ab' }) }])
    expect(provedRecord({ ...lying, ...other })).toBeUndefined();
});

test('words and data name the record, not only the hash that it lies at', () => {
  const words = stateInWords({ ...verified, ...lying }, trust);
  expect(words).toContain('✓ The record "document" "ab" is there: "claimed", version 2.');
  expect(words).toContain('      "title": "Deed"');
  expect(words).toMatch(/0x[0-9a-f]{64}\) is the SHA-256 of its type and its key/);
  expect(whatStateProved({ ...verified, ...lying }, trust).record).toMatchObject({ key: 'ab', data: { title: 'Deed' } });
  expect(whatStateProved(verified, trust).record).toBeUndefined();
  expect(stateInWords({ ...verified, ...lying, value: undefined }, trust)).toContain('--record TYPE=KEY');
});
