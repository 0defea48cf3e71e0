import { utf8 } from '../primitives/bytes';
import { keyPairFromSeed } from '../crypto/sign';
import { signTransaction } from '../protocol/sign-transaction';
import type { SealedTransaction } from '../protocol/transaction';
import { NODE } from './limits';
import { Suspects } from './suspects';

const CHAIN = new Uint8Array(32).fill(1);
const NOW = 1_000_000;
let salt = 0;
function call(signer: number, ...commands: string[]): SealedTransaction {
  salt += 1;
  const keys = keyPairFromSeed(new Uint8Array(32).fill(signer));
  const calls = commands.map((command) => ({ module: 'counter', command, actor: keys.publicKey, payload: utf8('{}') }));
  return signTransaction(CHAIN, { validFromMs: 0, validUntilMs: 1, salt, inputs: [], outputs: [], calls }, [keys]);
}
const callsOf = (...commands: string[]) => call(0, ...commands).body.calls;

test('a signer whose transactions fail is turned away for the rest of the second, however many failed, and nobody else', () => {
  const suspects = new Suspects();
  for (let i = 0; i < NODE.faultsOfSignerPerSecondMax; i += 1) {
    expect(suspects.isHeldOff(call(1).bytes, NOW)).toBe(false);
    suspects.failed(call(1), undefined, NOW);
  }
  for (let i = 0; i < 1_000; i += 1) suspects.failed(call(1), undefined, NOW);
  expect([1, 2].map((signer) => suspects.isHeldOff(call(signer).bytes, NOW + 999))).toEqual([true, false]);
  expect(suspects.isHeldOff(call(1).bytes, NOW + 1_000)).toBe(false);
  expect(suspects.isHeldOff(new Uint8Array(3), NOW)).toBe(false);
});

test('calls of a command that fails too often to be chance are tried out, for a while after the last time; those of others are not', () => {
  const suspects = new Suspects();
  for (let signer = 1; signer < NODE.faultsOfChancePerSecondMax; signer += 1) suspects.failed(call(signer, 'add', 'break'), 1, NOW);
  expect(suspects.areSuspect(callsOf('break'), NOW)).toBe(false);
  suspects.failed(call(99, 'add', 'break'), 1, NOW);
  expect([callsOf('break'), callsOf('add', 'break'), callsOf('add'), callsOf()].map((calls) => suspects.areSuspect(calls, NOW))).toEqual([true, true, false, false]);
  expect([NODE.suspectMs - 1, NODE.suspectMs].map((laterMs) => suspects.areSuspect(callsOf('break'), NOW + laterMs))).toEqual([true, false]);
});

test('once enough calls of a command failed in a second no more are looked at, whoever signed them', () => {
  const suspects = new Suspects();
  for (let signer = 1; signer <= NODE.faultsOfCommandPerSecondMax; signer += 1) {
    expect(suspects.callsHeldOff(call(99, 'break').bytes, NOW)).toBe(false);
    suspects.failed(call(signer, 'break'), 0, NOW);
  }
  expect([call(99, 'add', 'break'), call(99, 'add'), call(99, 'break-not'), call(99)].map(({ bytes }) => suspects.callsHeldOff(bytes, NOW))).toEqual([true, false, false, false]);
  expect([callsOf('add', 'break'), callsOf('add')].map((calls) => suspects.areHeldOff(calls, NOW))).toEqual([true, false]);
  expect(suspects.isHeldOff(call(1).bytes, NOW)).toBe(false);
  expect(suspects.areHeldOff(callsOf('break'), NOW + 1_000)).toBe(false);
});

test('remembers as many signers as it may', () => {
  const suspects = new Suspects();
  const first = call(1);
  for (let i = 0; i < NODE.faultsOfSignerPerSecondMax; i += 1) suspects.failed(first, undefined, NOW);
  const others = { ...first, signatures: [] };
  for (let i = 0; i < NODE.suspectSignersMax; i += 1) suspects.failed({ ...others, signatures: [{ publicKey: Uint8Array.of(i >> 8, i & 255), signature: CHAIN }] }, undefined, NOW);
  expect(suspects.isHeldOff(first.bytes, NOW)).toBe(false);
});
