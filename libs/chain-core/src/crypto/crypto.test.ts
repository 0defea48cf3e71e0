import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { fromHex, utf8 } from '../primitives/bytes';
import { VECTORS, readVectors, withVectors } from '../testing/vectors';
import { fromBinary, hash, taggedHash, toBinary } from './hash';
import { merklePath, merkleRoot, verifyMerkleHash, verifyMerklePath } from './merkle';
import { keyPairFromSeed, sign, verify } from './sign';

interface Ed25519Group {
  readonly publicKey: { readonly pk: string };
  readonly tests: readonly { readonly tcId: number; readonly msg: string; readonly sig: string; readonly result: string }[];
}

describe('hash', () => {
  it('is SHA-256, and binary strings stand for bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(Buffer.from(hash(bytes)).toString('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
        expect(fromBinary(toBinary(bytes))).toEqual(bytes);
      }),
    );
  });

  it('of one tag is never that of another', () => {
    expect(taggedHash('ab', utf8('c'))).not.toEqual(taggedHash('a', utf8('bc')));
    expect(taggedHash('a', utf8('b'), utf8('c'))).toEqual(taggedHash('a', utf8('bc')));
  });
});

describe('Ed25519', () => {
  withVectors('agrees with Wycheproof', () => {
    const { testGroups, numberOfTests } = readVectors<{ testGroups: readonly Ed25519Group[]; numberOfTests: number }>('wycheproof/ed25519_test.json');
    let count = 0;
    for (const { publicKey, tests } of testGroups) {
      for (const { tcId, msg, sig, result } of tests) {
        count += 1;
        expect([tcId, verify(fromHex(sig)!, fromHex(msg)!, fromHex(publicKey.pk)!)]).toEqual([tcId, result === 'valid']);
      }
    }
    expect([count, numberOfTests]).toEqual([151, 151]);
  });

  const pair = keyPairFromSeed(new Uint8Array(32).fill(7));
  const message = utf8('a record');

  it('verifies what it signed, and nothing with a flipped bit', () => {
    const signature = sign(message, pair);
    expect(verify(signature, message, pair.publicKey)).toBe(true);
    for (let bit = 0; bit < 512; bit += 1) {
      const flipped = signature.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(verify(flipped, message, pair.publicKey)).toBe(false);
    }
  });

  it('reads views of shared memory', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(64));
    shared.set(sign(message, pair));
    expect(verify(shared, message, pair.publicKey)).toBe(true);
  });

  // Small-order keys make one signature valid for every message under looser rules.
  it.each(['00'.repeat(32), `01${'00'.repeat(31)}`, `ec${'ff'.repeat(30)}7f`, `ed${'ff'.repeat(30)}7f`])(
    'refuses the weak key %s',
    (hex) => {
      const key = fromHex(hex, 32)!;
      expect(verify(new Uint8Array(64), message, key)).toBe(false);
      expect(verify(Uint8Array.from([...key, ...new Uint8Array(32)]), message, key)).toBe(false);
    },
  );

  it('answers false to keys and signatures of a wrong length', () => {
    const signature = sign(message, pair);
    expect(verify(signature.subarray(1), message, pair.publicKey)).toBe(false);
    expect(verify(signature, message, pair.publicKey.subarray(1))).toBe(false);
  });
});

describe('RFC 6962 tree', () => {
  const folder = `${VECTORS}/rfc6962-merkle/testdata/inclusion`;
  withVectors('agrees with the inclusion vectors, good and bad', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
    expect(files).toHaveLength(98);
    let refused = 0;
    for (const file of files) {
      const v = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
      const bytes = (text: string | null) => new Uint8Array(Buffer.from(text ?? '', 'base64'));
      const proof = ((v.proof ?? []) as string[]).map(bytes);
      const good = verifyMerkleHash(toBinary(bytes(v.leafHash)), v.leafIdx, v.treeSize, proof, bytes(v.root));
      expect([file, good]).toEqual([file, !v.wantErr]);
      if (!good) refused += 1;
    }
    expect(refused).toBeGreaterThan(60);
  });

  it('gives the root that RFC 6962 defines by recursion, and paths that lead to it', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 8 }), { maxLength: 40 }), (leaves) => {
        const root = merkleRoot(leaves);
        expect(Buffer.from(root)).toEqual(naiveRoot(leaves));
        leaves.forEach((leaf, i) => expect(verifyMerklePath(leaf, i, leaves.length, merklePath(leaves, i), root)).toBe(true));
      }),
    );
  });

  it('refuses another index, size, leaf, or a path with one bit flipped, one node more or less', () => {
    const leaves = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(utf8);
    const root = merkleRoot(leaves);
    for (let i = 0; i < 7; i += 1) {
      const path = merklePath(leaves, i);
      const ok = (leaf: Uint8Array, index: number, size: number, nodes: readonly Uint8Array[]) =>
        verifyMerklePath(leaf, index, size, nodes, root);
      expect(ok(utf8('x'), i, 7, path)).toBe(false);
      expect(ok(leaves[i]!, (i + 1) % 7, 7, path)).toBe(false);
      expect(ok(leaves[i]!, i, 7, path.slice(1))).toBe(false);
      expect(ok(leaves[i]!, i, 7, [...path, path[0]!])).toBe(false);
      expect(ok(leaves[i]!, 7, 7, path)).toBe(false);
      path.forEach((node, n) => {
        const flipped = node.slice();
        flipped[0]! ^= 1;
        expect(ok(leaves[i]!, i, 7, path.with(n, flipped))).toBe(false);
      });
    }
  });

  it('does not take a doubled last leaf for the same list', () => {
    const [a, b, c] = ['a', 'b', 'c'].map(utf8);
    expect(merkleRoot([a!, b!, c!])).not.toEqual(merkleRoot([a!, b!, c!, c!]));
  });
});

function naiveRoot(leaves: readonly Uint8Array[]): Buffer {
  const sha = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
  if (leaves.length === 0) return sha();
  if (leaves.length === 1) return sha(Uint8Array.of(0), leaves[0]!);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha(Uint8Array.of(1), naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)));
}
