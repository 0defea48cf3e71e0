import { testReceipt } from '@bystack/chain-core/testing/test-receipt';
import { inWords, whatWasProved } from './describe';
import { readTrust } from './read-trust';
import { verifyOffline } from './verify-offline';

const { receipt, genesisBytes } = testReceipt();
const trust = readTrust(genesisBytes);
const proved = whatWasProved(verifyOffline(JSON.stringify(receipt), trust), trust);
const signedAs = (scheme: 'ed25519' | 'bls', isRestart: boolean) =>
  inWords({ ...proved, certificate: { ...proved.certificate!, scheme, isRestart } }).split('\n').find((line) => line.includes('Certificate'))!;

it.each([
  ['ed25519', false, /each with an Ed25519 signature of its own/],
  ['bls', false, /joined in one BLS signature/],
  ['ed25519', true, /each with the Ed25519 key of its node, because the chain was started again/],
  ['bls', true, /each with the Ed25519 key of its node, because the chain was started again/],
] as const)('says how the seats signed: %s, started again: %s', (scheme, isRestart, words) => {
  expect(signedAs(scheme, isRestart)).toMatch(words);
  if (isRestart) expect(signedAs(scheme, isRestart)).not.toContain('BLS');
});

it('takes from the receipt whether votes made the block final', () => expect(proved.certificate!.isRestart).toBe(false));
