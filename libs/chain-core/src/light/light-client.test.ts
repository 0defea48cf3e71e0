import { toHex } from '../primitives/bytes';
import { codeOf } from '../testing/code-of';
import { TEST_TIME_MS, testChain } from '../testing/test-genesis';
import { testReceipt } from '../testing/test-receipt';
import { testStateEvidence, type TestStateOptions } from '../testing/test-state-evidence';
import { genesisCheckpoint, makeCheckpoint, readCheckpoint } from './checkpoint';
import { LightClient } from './light-client';

const { genesis } = testChain();
const from = genesisCheckpoint(genesis);
const NOW_MS = TEST_TIME_MS + 60_000;
const DAY_MS = 24 * 60 * 60 * 1000;

test('it follows certified committee changes, and goes on from the checkpoint it came to', () => {
  const { receipt } = testReceipt({ handOvers: 2 });
  const client = new LightClient({ from });
  expect(client.checkReceipt(receipt, NOW_MS).committee.epoch).toBe(2);
  expect(client.checkpoint.committee.epoch).toBe(2);
  const later = new LightClient({ from: readCheckpoint(JSON.parse(JSON.stringify(makeCheckpoint(client.checkpoint)))) });
  expect(later.checkReceipt({ ...receipt, handOvers: [] }, NOW_MS).signers.length).toBeGreaterThanOrEqual(3);
  expect(client.checkReceipt({ ...receipt, handOvers: receipt.handOvers.slice(1) }, NOW_MS).committee.epoch).toBe(2);
  expect(codeOf(() => later.checkReceipt(receipt, NOW_MS))).toBe('RECEIPT_INVALID');
  expect(codeOf(() => new LightClient({ from }).checkReceipt({ ...receipt, handOvers: receipt.handOvers.slice(1) }, NOW_MS))).toBe('RECEIPT_INVALID');
});

const block = (header: TestStateOptions['header']): [string, TestStateOptions] => ['', { header }];
const conflicts: readonly [string, TestStateOptions, TestStateOptions, string][] = [
  ['two blocks at one height', {}, { header: { view: 26 } }, 'two different blocks are final at one height'],
  ['two blocks in one view', {}, { header: { height: 25 } }, 'two different blocks are final in one view'],
  ['a higher block in a lower view', {}, { header: { height: 25, view: 24 } }, 'a higher block is final in a lower view'],
  ['a lower block in a higher view', {}, { header: { height: 15, view: 30 } }, 'a higher block is final in a lower view'],
  ['a child of another parent', {}, { header: { height: 21, view: 26 } }, 'a block is final whose parent is not the final block below it'],
  ['a parent that is not the one named', {}, { header: { height: 19, view: 24 } }, 'a block is final whose parent is not the final block below it'],
];
test.each(conflicts)('it freezes on %s, says why with the evidence, and believes nothing afterwards', (_name, first, second, reason) => {
  const client = new LightClient({ from });
  client.checkState(testStateEvidence(first), NOW_MS);
  expect(() => client.checkState(testStateEvidence(second), NOW_MS)).toThrow(expect.objectContaining({ code: 'LIGHT_FROZEN', facts: expect.objectContaining({ reason }) }));
  const { conflict } = client;
  expect(conflict!.first.certificate.blockId).toEqual(conflict!.first.id);
  expect(toHex(conflict!.first.id)).not.toBe(toHex(conflict!.second.id));
  expect(codeOf(() => client.checkState(testStateEvidence(first), NOW_MS))).toBe('LIGHT_FROZEN');
  expect(codeOf(() => client.checkReceipt(testReceipt().receipt, NOW_MS))).toBe('LIGHT_FROZEN');
});

test.each([block({}), block({ height: 40, view: 45 }), block({ height: 12, view: 14 })])('what lies on one chain is believed, in any order, again and again%s', (_name, options) => {
  const client = new LightClient({ from });
  for (const each of [{}, options, {}, options]) client.checkState(testStateEvidence(each), NOW_MS);
  client.checkReceipt(testReceipt().receipt, NOW_MS);
  expect(client.conflict).toBeUndefined();
});

test('evidence that does not hold changes nothing: nobody can make it freeze without a quorum', () => {
  const client = new LightClient({ from });
  client.checkState(testStateEvidence(), NOW_MS);
  const forged = testStateEvidence({ header: { height: 20, view: 99 } });
  expect(codeOf(() => client.checkState({ ...forged, certificate: testStateEvidence().certificate }, NOW_MS))).toBe('STATE_PROOF_INVALID');
  expect(client.conflict).toBeUndefined();
  expect(client.checkpoint.timeMs).toBe(TEST_TIME_MS + 2_000);
});

test('trust ends when nothing new was seen for the trust period, and what is from the future is not believed', () => {
  const client = new LightClient({ from, trustPeriodMs: 14 * DAY_MS });
  client.checkState(testStateEvidence(), NOW_MS);
  const later = testStateEvidence({ header: { height: 30, view: 40, timeMs: TEST_TIME_MS + 10 * DAY_MS } });
  expect(codeOf(() => client.checkState(later, NOW_MS))).toBe('LIGHT_FROM_FUTURE');
  client.checkState(later, TEST_TIME_MS + 11 * DAY_MS);
  client.checkState(testStateEvidence(), TEST_TIME_MS + 20 * DAY_MS);
  expect(codeOf(() => client.checkState(later, TEST_TIME_MS + 25 * DAY_MS))).toBe('LIGHT_TRUST_EXPIRED');
  expect(codeOf(() => new LightClient({ from }).checkState(later, TEST_TIME_MS + 900 * DAY_MS))).toBe('ok');
});

test.each<[string, unknown]>([
  ['nothing', null],
  ['another form', { format: 'bystack-checkpoint/2', chainId: '', committee: '', timeMs: 0 }],
  ['a committee that cannot be read', { ...makeCheckpoint(from), committee: '00' }],
  ['a time that cannot be', { ...makeCheckpoint(from), timeMs: -1 }],
])('a checkpoint of %s is refused', (_name, value) => expect(codeOf(() => readCheckpoint(value))).toBe('CHECKPOINT_INVALID'));
