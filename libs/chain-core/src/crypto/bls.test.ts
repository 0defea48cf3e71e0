import { aggregateVerify, PublicKey, SecretKey, Signature } from '@chainsafe/blst';
import { hkdfSync, createHash } from 'node:crypto';
import { fromHex, toHex, utf8 } from '../primitives/bytes';
import { readVectorFolder, readVectors, withVectors } from '../testing/vectors';
import { addBls, blsKeyPairFromSeed, isBlsKey, negateBls, verifyBls } from './bls';

const bytes = (text: string) => fromHex(text.replace(/^0x/, '')) ?? new Uint8Array(0);

interface Group {
  readonly publicKey: { readonly pk: string };
  readonly tests: readonly { readonly tcId: number; readonly msg: string; readonly sig: string; readonly result: 'valid' | 'invalid' }[];
}

// wycheproof/bls_hash_to_g2_test.json is not run: the library hashes to the curve inside signing only, under its own domain tag.
describe('BLS', () => {
  withVectors('agrees with Wycheproof on signatures of the suite with proofs of possession', () => {
    const { testGroups, numberOfTests } = readVectors<{ testGroups: readonly Group[]; numberOfTests: number }>('wycheproof/bls_sig_g2_pop_verify_test.json');
    const cases = testGroups.flatMap(({ publicKey, tests }) => tests.map((test) => ({ ...test, pk: publicKey.pk })));
    expect(cases).toHaveLength(numberOfTests);
    for (const { tcId, msg, sig, pk, result } of cases) expect([tcId, verifyBls(bytes(sig), bytes(msg), [bytes(pk)])]).toEqual([tcId, result === 'valid']);
  });

  withVectors("agrees with Ethereum's vectors: sign", () => {
    const cases = readVectorFolder<{ input: { privkey: string; message: string }; output: string | null }>('eth-bls/sign');
    expect(cases).toHaveLength(10);
    for (const [name, { input, output }] of cases) {
      if (output === null) expect(() => SecretKey.fromBytes(bytes(input.privkey))).toThrow();
      else expect([name, `0x${toHex(SecretKey.fromBytes(bytes(input.privkey)).sign(bytes(input.message)).toBytes())}`]).toEqual([name, output]);
      if (output !== null) expect([name, verifyBls(bytes(output), bytes(input.message), [SecretKey.fromBytes(bytes(input.privkey)).toPublicKey().toBytes()])]).toEqual([name, true]);
    }
  });

  withVectors("agrees with Ethereum's vectors: verify", () => {
    const cases = readVectorFolder<{ input: { pubkey: string; message: string; signature: string }; output: boolean }>('eth-bls/verify');
    expect(cases).toHaveLength(29);
    for (const [name, { input, output }] of cases) expect([name, verifyBls(bytes(input.signature), bytes(input.message), [bytes(input.pubkey)])]).toEqual([name, output]);
  });

  withVectors("agrees with Ethereum's vectors: fast_aggregate_verify", () => {
    const cases = readVectorFolder<{ input: { pubkeys: string[]; message: string; signature: string }; output: boolean }>('eth-bls/fast_aggregate_verify');
    expect(cases).toHaveLength(12);
    for (const [name, { input, output }] of cases) expect([name, verifyBls(bytes(input.signature), bytes(input.message), input.pubkeys.map(bytes))]).toEqual([name, output]);
  });

  // Ours knows no sum that is infinity: it would stand for no signer at all.
  withVectors("agrees with Ethereum's vectors: aggregate, except that infinity is never added", () => {
    const cases = readVectorFolder<{ input: string[]; output: string | null }>('eth-bls/aggregate');
    expect(cases).toHaveLength(6);
    for (const [name, { input, output }] of cases) {
      const sum = addBls(input.map(bytes));
      expect([name, sum === undefined ? null : `0x${toHex(sum)}`]).toEqual([name, output?.startsWith('0xc0') ? null : output]);
    }
  });

  withVectors("the library agrees with Ethereum's vectors: aggregate_verify", () => {
    const cases = readVectorFolder<{ input: { pubkeys: string[]; messages: string[]; signature: string }; output: boolean }>('eth-bls/aggregate_verify');
    expect(cases).toHaveLength(5);
    for (const [name, { input, output }] of cases) {
      const good = input.pubkeys.map(bytes).every(isBlsKey) && isPoint(bytes(input.signature)) &&
        aggregateVerify(input.messages.map(bytes), input.pubkeys.map((key) => PublicKey.fromBytes(bytes(key))), Signature.fromBytes(bytes(input.signature)), true, true);
      expect([name, good]).toEqual([name, output]);
    }
  });

  it('derives the key by the standard KeyGen', () => {
    const seed = new Uint8Array(32).fill(9);
    const salt = createHash('sha256').update('BLS-SIG-KEYGEN-SALT-').digest();
    const material = hkdfSync('sha256', Buffer.concat([seed, Buffer.of(0)]), salt, Buffer.of(0, 48), 48);
    const order = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001n;
    const secret = (BigInt(`0x${Buffer.from(material).toString('hex')}`) % order).toString(16).padStart(64, '0');
    const pair = blsKeyPairFromSeed(seed);
    expect(toHex(pair.publicKey)).toBe(SecretKey.fromHex(secret).toPublicKey().toHex().replace(/^0x/, ''));
    expect(verifyBls(pair.sign(utf8('m')), utf8('m'), [pair.publicKey])).toBe(true);
  });

  it('takes a signature out of a sum again', () => {
    const [one, other] = [1, 2].map((n) => blsKeyPairFromSeed(new Uint8Array(32).fill(n)).sign(utf8('m')));
    expect(addBls([addBls([one!, other!])!, negateBls(other!)])).toEqual(one);
    expect(addBls([one!, negateBls(one!)])).toBeUndefined();
  });
});

function isPoint(signature: Uint8Array): boolean {
  try {
    Signature.fromBytes(signature, true, true);
    return true;
  } catch {
    return false;
  }
}
