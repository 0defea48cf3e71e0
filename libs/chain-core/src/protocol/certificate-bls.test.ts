import { concatBytes } from '../primitives/bytes';
import { Refusal } from '../primitives/refusal';
import { testChain } from '../testing/test-genesis';
import { genesisCommittee } from './committee';
import { decodeCertificate, encodeCertificate } from './encode-vote';
import { chainIdOf, voteSigningBytes } from './ids';
import { writeSigners } from './signers';
import { certificateFault, schemeOf } from './verify-certificate';
import type { Certificate, VoteSubject } from './vote';

const { genesis, votingKeys } = testChain({ validators: 9, consensus: { certificates: 'bls' } });
const chainId = chainIdOf(genesis);
const committee = genesisCommittee(genesis);
const subject: VoteSubject = { kind: 'finalise', epoch: 0, view: 12, blockId: new Uint8Array(32).fill(5) };
const seven = [0, 1, 2, 3, 4, 5, 8];

function certificate(seats: readonly number[], about = subject, chain = chainId): Certificate {
  const message = voteSigningBytes(chain, about);
  const parts = seats.map((seat) => ({ scheme: 'bls' as const, signers: writeSigners([seat], 9), proof: votingKeys[seat]!.sign(message) }));
  return { ...about, ...schemeOf(committee).combine(parts, 9) };
}

describe('a certificate that is a sum', () => {
  const good = certificate(seven);
  const bytes = encodeCertificate(good);
  const other = (changes: Partial<Certificate>): Certificate => ({ ...good, ...changes });
  const infinity = Uint8Array.from([0xc0, ...new Uint8Array(95)]);
  const signers = (...bitmap: number[]) => other({ signers: Uint8Array.from(bitmap) });

  it('counts when a quorum, or more, signed exactly its subject, and comes back from its bytes', () => {
    for (const it of [good, certificate([0, 1, 2, 3, 4, 5, 6, 7, 8])]) {
      expect(certificateFault(it, committee, chainId)).toBeUndefined();
      expect(decodeCertificate(encodeCertificate(it))).toEqual(it);
    }
  });

  const cases: [string, Certificate, string][] = [
    ['one signer too few', certificate(seven.slice(1)), 'NO_QUORUM'],
    ['no signer at all', signers(0, 0), 'NO_QUORUM'],
    ['another view', other({ view: 13 }), 'BAD_SIGNATURE'],
    ['another kind', other({ kind: 'notarise' }), 'BAD_SIGNATURE'],
    ['another block', other({ blockId: new Uint8Array(32) }), 'BAD_SIGNATURE'],
    ['another epoch', other({ epoch: 1 }), 'WRONG_EPOCH'],
    ['the votes of another chain', certificate(seven, subject, new Uint8Array(32)), 'BAD_SIGNATURE'],
    ['a bitmap too short', signers(0b0111_1111), 'BAD_SIGNER_BITMAP'],
    ['a bitmap too long', signers(0b0011_1111, 1, 0), 'BAD_SIGNER_BITMAP'],
    ['a bit beyond the last seat', signers(0b0011_1111, 0b11), 'BAD_SIGNER_BITMAP'],
    ['a signer more than have signed', signers(0b0111_1111, 1), 'BAD_SIGNATURE'],
    ['one signer in the place of another', signers(0b0111_1110, 1), 'BAD_SIGNATURE'],
    ['infinity for a sum', other({ proof: infinity }), 'BAD_SIGNATURE'],
    ['bytes that are no point', other({ proof: new Uint8Array(96).fill(0xff) }), 'BAD_SIGNATURE'],
    ['nothing for a sum', other({ proof: new Uint8Array(0) }), 'SIGNATURE_COUNT'],
    ['two sums', other({ proof: concatBytes(good.proof, good.proof) }), 'SIGNATURE_COUNT'],
    ['one vote for a sum', other({ proof: votingKeys[0]!.sign(voteSigningBytes(chainId, subject)) }), 'BAD_SIGNATURE'],
    ['a list of signatures', other({ scheme: 'ed25519', proof: new Uint8Array(7 * 64) }), 'WRONG_SCHEME'],
  ];
  it.each(cases)('is worth nothing with %s', (_, bad, fault) => expect(certificateFault(bad, committee, chainId)).toBe(fault));

  it('is worth nothing with any bit of its bytes flipped', () => {
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = bytes.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect([bit, isGood(flipped)]).toEqual([bit, false]);
    }
  });
});

function isGood(bytes: Uint8Array): boolean {
  try {
    return certificateFault(decodeCertificate(bytes), committee, chainId) === undefined;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
