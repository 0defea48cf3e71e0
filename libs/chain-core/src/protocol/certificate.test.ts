import { concatBytes } from '../primitives/bytes';
import { testChain } from '../testing/test-genesis';
import { committeeHash, genesisCommittee, quorumOf } from './committee';
import { chainIdOf, voteSigningBytes, ZERO_HASH } from './ids';
import { readSigners, writeSigners } from './signers';
import { certificateFault, verifyCertificate, verifyVote } from './verify-certificate';
import type { Certificate, VoteSubject } from './vote';

const { genesis, votingKeys } = testChain({ validators: 9 });
const chainId = chainIdOf(genesis);
const committee = genesisCommittee(genesis);
const subject: VoteSubject = { kind: 'finalise', epoch: 0, view: 12, blockId: new Uint8Array(32).fill(5) };
const signature = (seat: number, about = subject, chain = chainId) => votingKeys[seat]!.sign(voteSigningBytes(chain, about));

function certificate(seats: readonly number[], about = subject): Certificate {
  return { ...about, scheme: 'ed25519', signers: writeSigners(seats, 9), proof: concatBytes(...seats.map((seat) => signature(seat, about))) };
}
const seven = [0, 1, 2, 3, 4, 5, 8];

describe('a quorum', () => {
  it.each([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 3],
    [5, 4],
    [6, 5],
    [7, 5],
    [9, 7],
    [10, 7],
    [31, 21],
    [100, 67],
  ])('of %i seats is %i', (seats, quorum) => {
    expect(quorumOf(seats)).toBe(quorum);
  });

  it('is such that any two share an honest seat, and the honest alone make one, for 1 to 100 seats', () => {
    for (let n = 1; n <= 100; n += 1) {
      const faulty = Math.floor((n - 1) / 3);
      expect(2 * quorumOf(n) - n).toBeGreaterThan(faulty);
      expect(n - faulty).toBeGreaterThanOrEqual(quorumOf(n));
    }
  });
});

describe('a certificate', () => {
  it('counts when a quorum, or more, signed exactly its subject', () => {
    expect(verifyCertificate(certificate(seven), committee, chainId)).toBe(true);
    expect(verifyCertificate(certificate([0, 1, 2, 3, 4, 5, 6, 7, 8]), committee, chainId)).toBe(true);
  });

  const good = certificate(seven);
  const without = (certificateFrom: Certificate, changes: Partial<Certificate>): Certificate => ({ ...certificateFrom, ...changes });
  const [a, b, ...rest] = seven.map((seat) => signature(seat));
  const cases: Record<string, [Certificate, string]> = {
    'one signer too few': [certificate(seven.slice(1)), 'NO_QUORUM'],
    'another view': [without(good, { view: 13 }), 'BAD_SIGNATURE'],
    'another kind': [without(good, { kind: 'notarise' }), 'BAD_SIGNATURE'],
    'another block': [without(good, { blockId: ZERO_HASH }), 'BAD_SIGNATURE'],
    'another scheme': [without(good, { scheme: 'bls' }), 'WRONG_SCHEME'],
    'another epoch': [without(good, { epoch: 1 }), 'WRONG_EPOCH'],
    'signatures in another order': [without(good, { proof: concatBytes(b!, a!, ...rest) }), 'BAD_SIGNATURE'],
    'one signature twice for two seats': [without(good, { proof: concatBytes(a!, a!, ...rest) }), 'BAD_SIGNATURE'],
    'a signature too few': [without(good, { proof: concatBytes(b!, ...rest) }), 'SIGNATURE_COUNT'],
    'a signature too many': [without(good, { proof: concatBytes(a!, good.proof) }), 'SIGNATURE_COUNT'],
    'a bad signature beyond the quorum': [
      without(certificate([...seven, 6].sort()), { proof: concatBytes(good.proof, new Uint8Array(64)) }),
      'BAD_SIGNATURE',
    ],
    'a bitmap too short': [without(good, { signers: good.signers.slice(0, 1) }), 'BAD_SIGNER_BITMAP'],
    'a bitmap too long': [without(good, { signers: Uint8Array.from([...good.signers, 0]) }), 'BAD_SIGNER_BITMAP'],
    'a bit beyond the last seat': [
      without(good, { signers: Uint8Array.from([good.signers[0]!, good.signers[1]! | 2]) }),
      'BAD_SIGNER_BITMAP',
    ],
    'no signer at all': [without(good, { signers: new Uint8Array(2), proof: new Uint8Array(0) }), 'NO_QUORUM'],
  };
  it.each(Object.entries(cases))('is worth nothing with %s', (_, [bad, fault]) =>
    expect(certificateFault(bad, committee, chainId)).toBe(fault),
  );

  it('is worth nothing on another chain', () => {
    expect(certificateFault(good, committee, new Uint8Array(32))).toBe('BAD_SIGNATURE');
  });
});

describe('a vote', () => {
  it('counts for its own seat, chain and committee alone', () => {
    const vote = { ...subject, seat: 3, signature: signature(3) };
    expect(verifyVote(vote, committee, chainId)).toBe(true);
    expect(verifyVote({ ...vote, seat: 4 }, committee, chainId)).toBe(false);
    expect(verifyVote({ ...vote, seat: 9 }, committee, chainId)).toBe(false);
    expect(verifyVote({ ...vote, view: 13 }, committee, chainId)).toBe(false);
    expect(verifyVote(vote, { ...committee, epoch: 1 }, chainId)).toBe(false);
    expect(verifyVote(vote, committee, new Uint8Array(32))).toBe(false);
  });
});

describe('the bitmap of signers', () => {
  it('has its lowest seat in the lowest bit', () => {
    expect(writeSigners([0, 9], 10)).toEqual(Uint8Array.of(1, 2));
    expect(readSigners(Uint8Array.of(1, 2), 10)).toEqual([0, 9]);
  });
});

describe('a committee', () => {
  it('has another hash with another epoch, order or key', () => {
    const hashes = [
      committee,
      { ...committee, epoch: 1 },
      { ...committee, seats: committee.seats.toReversed() },
      { ...committee, seats: committee.seats.slice(1) },
    ].map(committeeHash);
    expect(new Set(hashes.map(String)).size).toBe(4);
  });
});
