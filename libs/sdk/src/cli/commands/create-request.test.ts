import { UsageError } from '../exit';
import { createRequest } from './create-request';

const made = (values: Record<string, string | readonly string[]>, name = 'Mill') => createRequest({ arguments: { NAME: name }, values: { template: 'data-confirmation', ...values } } as never);

test.each<[Record<string, string | readonly string[]>, object]>([
  [{}, {}],
  [{ validators: '7', 'keep-blocks': '1000', assets: 'enabled' }, { validators: 7, keepBlocks: 1000, assets: 'enabled' }],
  [{ slot: ['transactions=quota@2.0.0', 'identity=company-badges'] }, { slots: { transactions: { module: 'quota', version: '2.0.0' }, identity: { module: 'company-badges' } } }],
  [{ slot: ['transactions=fee'], params: ['transactions={"perByte": 1}', 'consensus={"heartbeatMs": 9000}'] }, { slots: { transactions: { module: 'fee', params: { perByte: 1 } }, consensus: { params: { heartbeatMs: 9000 } } } }],
  [{ package: '{"name": "diary", "version": "1.0.0"}', params: ['contract={"strict": true}'] }, { slots: { contract: { params: { strict: true, package: { name: 'diary', version: '1.0.0' } } } } }],
  [{ params: ['consensus={"heartbeatMs": 9000}'], certificates: 'bls' }, { slots: { consensus: { params: { heartbeatMs: 9000, certificates: 'bls' } } } }],
])('%j asks for a chain with %j', (values, more) => {
  expect(made(values)).toEqual({ name: 'Mill', template: 'data-confirmation', ...more });
});

test.each<[Record<string, string | readonly string[]>, RegExp]>([
  [{ slot: ['quota'] }, /--slot takes SLOT=…; the slots are identity, .*Not “quota”/],
  [{ slot: ['magic=quota'] }, /the slots are/],
  [{ slot: ['transactions=quota@2'] }, /NAME or NAME@VERSION, not “quota@2”/],
  [{ slot: ['transactions=quota', 'transactions=fee'] }, /--slot is given twice for transactions/],
  [{ params: ['transactions=[1]'] }, /takes an object/],
  [{ package: '{"name": "diary"}' }, /--package takes a package of rules/],
  [{ package: '[1]' }, /--package takes a package of rules/],
  [{ validators: 'x' }, /--validators takes a whole number/],
  [{ certificates: 'rsa' }, /--certificates is ed25519 or bls, not “rsa”/],
  [{ file: '{}' }, /--file holds the whole request: leave NAME, --template, /],
])('%j is refused', (values, words) => {
  expect(() => made(values)).toThrow(UsageError);
  expect(() => made(values)).toThrow(words);
});
