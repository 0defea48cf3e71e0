import { RULES } from '../consensus/bft/rules';
import { concatBytes } from '../primitives/bytes';
import { votingKeyOf } from '../testing/keys';
import type { CertificateSchemeName } from './certificate-scheme';
import { quorumOf } from './committee';
import { voteSigningBytes } from './ids';
import { CERTIFICATE_SCHEMES } from './schemes';
import { writeSigners } from './signers';
import { certificateFault } from './verify-certificate';
import type { Certificate, VoteSubject } from './vote';

const SEATS_MAX = 100;
const sizes = Array.from({ length: SEATS_MAX }, (_, i) => i + 1);

describe('a quorum of 1 to 100 seats', () => {
  it.each(sizes)('of %i is the most that the honest alone still are, and two of them share an honest seat', (n) => {
    const quorum = quorumOf(n);
    // f is the most seats that are fewer than a third.
    const f = sizes.filter((seats) => 3 * seats < n).length;
    expect(2 * quorum - n).toBeGreaterThan(f);
    expect(n - f).toBe(quorum);
    // One more that misbehaves or is down would break one or the other.
    expect(2 * quorum - n > f + 1 && n - (f + 1) >= quorum).toBe(false);
    expect([RULES.quorum(n), RULES.enoughSigners(quorum, n), RULES.enoughSigners(quorum - 1, n)]).toEqual([quorum, true, false]);
  });

  it('shares an honest seat however two are chosen: shown by choosing, where that is few enough', () => {
    for (let n = 1; n <= 10; n += 1) {
      const quorums = Array.from({ length: 2 ** n }, (_, bits) => bits).filter((bits) => ones(bits) === quorumOf(n));
      const least = Math.min(...quorums.map((bits) => ones(bits & quorums[0]!)));
      expect(least).toBeGreaterThan(Math.floor((n - 1) / 3));
    }
  });
});

function ones(bits: number): number {
  let count = 0;
  for (let left = bits; left > 0; left >>= 1) count += left & 1;
  return count;
}

const chainId = new Uint8Array(32).fill(3);
const subject: VoteSubject = { kind: 'finalise', epoch: 2, view: 9, blockId: new Uint8Array(32).fill(4) };

describe.each<CertificateSchemeName>(['ed25519', 'bls'])('a certificate of scheme %s, of 1 to 100 seats', (scheme) => {
  const keys = sizes.map((seat) => votingKeyOf(`quorum ${seat}`, scheme));
  const signatures = keys.map((key) => key.sign(voteSigningBytes(chainId, subject)));
  const seats = keys.map(({ publicKey }) => ({ votingKey: publicKey, nodeKey: chainId }));
  const made = (n: number, signers: readonly number[]): Certificate => ({ ...subject, ...CERTIFICATE_SCHEMES[scheme].combine(signers.map((seat) => ({ scheme, signers: writeSigners([seat], n), proof: signatures[seat]! })), n) });
  const fault = (certificate: Certificate, n: number) => certificateFault(certificate, { epoch: 2, scheme, seats: seats.slice(0, n) }, chainId);

  it('counts with a quorum of votes, whoever they are of, and not with one less, nor with one named in place of another', () => {
    for (const n of sizes) {
      const quorum = quorumOf(n);
      // The first ones, and the last ones.
      for (const from of new Set([0, n - quorum])) {
        const signers = Array.from({ length: quorum }, (_, i) => from + i);
        const certificate = made(n, signers);
        expect([n, fault(certificate, n)]).toEqual([n, undefined]);
        if (quorum > 1) expect([n, fault(made(n, signers.slice(1)), n)]).toEqual([n, 'NO_QUORUM']);
        // One vote too few, and the bitmap says there were enough.
        if (quorum > 1) expect([n, fault({ ...made(n, signers.slice(1)), signers: certificate.signers }, n)]).toEqual([n, scheme === 'bls' ? 'BAD_SIGNATURE' : 'SIGNATURE_COUNT']);
        if (quorum < n) expect([n, fault({ ...certificate, signers: writeSigners([...signers.slice(1), (from + quorum) % n], n) }, n)]).toEqual([n, 'BAD_SIGNATURE']);
      }
    }
  });

  it('does not count one vote twice', () => {
    for (const n of sizes.filter((size) => quorumOf(size) > 1)) {
      const signers = Array.from({ length: quorumOf(n) - 1 }, (_, i) => i);
      expect([n, fault(made(n, [...signers, 0]), n)]).toEqual([n, 'NO_QUORUM']);
      const twice = scheme === 'bls' ? undefined : concatBytes(...[...signers, 0].sort((a, b) => a - b).map((seat) => signatures[seat]!));
      if (twice !== undefined) expect([n, fault({ ...made(n, [...signers, signers.length]), proof: twice }, n)]).toEqual([n, 'BAD_SIGNATURE']);
    }
  });
});
