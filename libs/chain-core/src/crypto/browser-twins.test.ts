import fc from 'fast-check';
import { fromHex, utf8 } from '../primitives/bytes';
import { readVectors, withVectors } from '../testing/vectors';
import * as node from './backend';
import * as browser from './backend.browser';
import * as nodeBls from './bls';
import * as browserBls from './bls.browser';

/** Points of small order, and encodings that are not canonical. */
const ODD_POINTS = [
  '00'.repeat(32), `01${'00'.repeat(31)}`, `${'00'.repeat(31)}80`, `ec${'ff'.repeat(30)}7f`, `ed${'ff'.repeat(30)}7f`, `ee${'ff'.repeat(30)}7f`, `01${'00'.repeat(30)}80`, 'ff'.repeat(32),
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
].map((hex) => fromHex(hex, 32)!);

beforeAll(() => browser.backendReady);

function pairOf(seed: Uint8Array) {
  const [publicKey, secretKey, signature] = [new Uint8Array(32), new Uint8Array(64), new Uint8Array(64)];
  node.ed25519KeyPair(publicKey, secretKey, seed);
  return { publicKey, secretKey, sign: (message: Uint8Array) => (node.ed25519Sign(signature, message, secretKey), Uint8Array.from(signature)) };
}
const agree = (signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean => {
  const verdict = node.ed25519Verify(signature, message, key);
  expect(browser.ed25519Verify(signature, message, key)).toBe(verdict);
  return verdict;
};

test('hashes, keys and signatures are the same, and flipped bits are judged alike', () => {
  const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(fc.property(bytes32, fc.uint8Array({ maxLength: 200 }), fc.nat(511), (seed, message, bit) => {
    expect(browser.sha256Binary(message)).toBe(node.sha256Binary(message));
    const { publicKey, sign } = pairOf(seed);
    const own = [new Uint8Array(32), new Uint8Array(64), new Uint8Array(64)] as const;
    browser.ed25519KeyPair(own[0], own[1], seed);
    browser.ed25519Sign(own[2], message, own[1]);
    expect([own[0], own[2]]).toEqual([publicKey, sign(message)]);
    expect(agree(own[2], message, publicKey)).toBe(true);
    const flipped = Uint8Array.from(own[2]);
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    expect(agree(flipped, message, publicKey)).toBe(false);
  }), { numRuns: 50 });
});

withVectors('Wycheproof is judged alike', () => {
  const { testGroups } = readVectors<{ testGroups: { publicKey: { pk: string }; tests: { msg: string; sig: string }[] }[] }>('wycheproof/ed25519_test.json');
  let count = 0;
  for (const { publicKey, tests } of testGroups) {
    for (const { msg, sig } of tests) {
      const signature = fromHex(sig)!;
      if (signature.length !== 64) continue; // Refused by length before either is asked (sign.ts).
      agree(signature, fromHex(msg)!, fromHex(publicKey.pk)!);
      count += 1;
    }
  }
  expect(count).toBeGreaterThan(80);
});

test('points of small order, in keys and in signatures, and large scalars are judged alike', () => {
  const message = utf8('a record');
  const { publicKey, sign } = pairOf(new Uint8Array(32).fill(7));
  const good = sign(message);
  for (const odd of ODD_POINTS) {
    for (const key of [odd, publicKey]) {
      for (const scalar of [new Uint8Array(32), good.subarray(32), new Uint8Array(32).fill(255)]) agree(Uint8Array.from([...odd, ...scalar]), message, key);
    }
  }
});

test('what is a key that somebody can have is judged alike', () => {
  const isKey = (bytes: Uint8Array): boolean => {
    const verdict = node.ed25519IsPoint(bytes);
    expect([bytes, browser.ed25519IsPoint(bytes)]).toEqual([bytes, verdict]);
    return verdict;
  };
  expect(ODD_POINTS.filter(isKey)).toEqual([]);
  const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(fc.property(bytes32, (seed) => isKey(pairOf(seed).publicKey)), { numRuns: 30 });
  fc.assert(fc.property(bytes32, (bytes) => void isKey(bytes)), { numRuns: 100 });
});

test('BLS sums are judged alike: good ones, flipped bits, other keys, infinity', () => {
  const message = utf8('a vote');
  const keys = [1, 2, 3].map((n) => nodeBls.blsKeyPairFromSeed(new Uint8Array(32).fill(n)));
  const publicKeys = keys.map(({ publicKey }) => publicKey);
  const sum = nodeBls.addBls(keys.map((key) => key.sign(message)))!;
  const flip = (bytes: Uint8Array, bit: number) => Uint8Array.from(bytes, (byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
  const infinity = Uint8Array.from({ length: 96 }, (_, i) => (i === 0 ? 0xc0 : 0));
  const cases: readonly [Uint8Array, Uint8Array, readonly Uint8Array[]][] = [
    [sum, message, publicKeys], [sum, utf8('another'), publicKeys], [sum, message, publicKeys.slice(1)], [sum, message, []],
    [infinity, message, publicKeys], [sum.subarray(1), message, publicKeys], [sum, message, [infinity.subarray(0, 48), ...publicKeys]],
    ...[0, 5, 6, 7, 100, 400, 767].map((bit): [Uint8Array, Uint8Array, readonly Uint8Array[]] => [flip(sum, bit), message, publicKeys]),
    ...[0, 5, 6, 7, 100, 383].map((bit): [Uint8Array, Uint8Array, readonly Uint8Array[]] => [sum, message, [flip(publicKeys[0]!, bit), publicKeys[1]!, publicKeys[2]!]]),
  ];
  const verdicts = cases.map(([signature, text, signers]) => nodeBls.verifyBls(signature, text, signers));
  expect(verdicts.filter((verdict) => verdict)).toHaveLength(1);
  expect(cases.map(([signature, text, signers]) => browserBls.verifyBls(signature, text, signers))).toEqual(verdicts);
});
