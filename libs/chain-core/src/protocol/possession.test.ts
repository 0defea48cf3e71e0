import { addBls, negateBls } from '../crypto/bls';
import { fromHex, toHex } from '../primitives/bytes';
import { Refusal } from '../primitives/refusal';
import { testChain } from '../testing/test-genesis';
import { encodeGenesis, parseGenesis } from './check-genesis';
import { genesisCommittee } from './committee';
import type { GenesisDocument, GenesisSeat } from './genesis';
import { chainIdOf, possessionSigningBytes, voteSigningBytes } from './ids';
import { provePossession, provesPossession } from './possession';
import { writeSigners } from './signers';
import { addRogueKey } from '../testing/rogue-key';
import { verifyCertificate } from './verify-certificate';
import type { VoteSubject } from './vote';
import { votingKeyPair } from './voting-keys';

const seed = (n: number) => new Uint8Array(32).fill(n);
const chain = testChain({ validators: 3, consensus: { certificates: 'bls' } });
const { genesis, votingKeys, nodeKeys } = chain;
const withSeat = (place: number, changes: Partial<GenesisSeat>): GenesisDocument => ({ ...genesis, seats: genesis.seats.map((seat, i) => (i === place ? { ...seat, ...changes } : seat)) });

function refusalOf(document: GenesisDocument): string | undefined {
  try {
    parseGenesis(encodeGenesis(document));
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return String(error.facts.field);
    throw error;
  }
}

describe.each(['ed25519', 'bls'] as const)('a proof of possession under %s', (scheme) => {
  it('holds for its own voting and node key alone', () => {
    const [keys, others] = [votingKeyPair(scheme, seed(1)), votingKeyPair(scheme, seed(2))];
    const proof = provePossession(scheme, keys, seed(3));
    expect(provesPossession(scheme, proof, seed(3), keys.publicKey)).toBe(true);
    expect(provesPossession(scheme, proof, seed(4), keys.publicKey)).toBe(false);
    expect(provesPossession(scheme, proof, seed(3), others.publicKey)).toBe(false);
    expect(provesPossession(scheme, proof.slice(1), seed(3), keys.publicKey)).toBe(false);
  });
});

describe('the genesis of a chain with bls certificates', () => {
  it('is accepted with proofs of possession, and gives a committee of that scheme', () => {
    expect(refusalOf(genesis)).toBeUndefined();
    expect(genesisCommittee(genesis)).toMatchObject({ scheme: 'bls', seats: [{ votingKey: votingKeys[0]!.publicKey }, {}, {}] });
  });

  const ed25519 = testChain({ validators: 3 }).genesis.seats[1]!;
  const infinity = `c0${'00'.repeat(47)}`;
  const cases: [string, GenesisDocument, string][] = [
    ['a key of the other scheme', withSeat(1, { votingKey: ed25519.votingKey! }), 'seats[1].votingKey'],
    ['a proof of the other scheme', withSeat(1, { proofOfPossession: ed25519.proofOfPossession! }), 'seats[1].proofOfPossession'],
    ["another seat's key and proof", withSeat(1, { votingKey: genesis.seats[0]!.votingKey!, proofOfPossession: genesis.seats[0]!.proofOfPossession! }), 'seats[1].proofOfPossession'],
    ['infinity for a key', withSeat(1, { votingKey: infinity }), 'seats[1].votingKey'],
    ['bytes that are no point', withSeat(1, { votingKey: 'ff'.repeat(48) }), 'seats[1].votingKey'],
    // y^2 = x^3 + 4 holds for x = 4, whose point is not of the group of keys.
    ['a point of another group', withSeat(1, { votingKey: `80${'00'.repeat(46)}04` }), 'seats[1].votingKey'],
    ['infinity for a proof', withSeat(1, { proofOfPossession: `c0${'00'.repeat(95)}` }), 'seats[1].proofOfPossession'],
    ['keys of the other scheme altogether', { ...genesis, seats: testChain({ validators: 3 }).genesis.seats }, 'seats[0].votingKey'],
    ['a scheme that is none', { ...genesis, consensus: { ...genesis.consensus, certificates: 'rsa' } as never }, 'consensus.certificates'],
  ];
  it.each(cases)('is refused with %s', (_, document, field) => expect(refusalOf(document)).toBe(field));
});

describe('a key computed from those of others', () => {
  const attacker = votingKeyPair('bls', seed(66));
  const rogue = addRogueKey(attacker.publicKey, [votingKeys[0]!.publicKey, votingKeys[1]!.publicKey]);
  const subject: VoteSubject = { kind: 'finalise', epoch: 0, view: 4, blockId: seed(5) };

  it('would sign for a committee of three alone, if it could get in', () => {
    const committee = genesisCommittee(genesis);
    const infiltrated = { ...committee, seats: committee.seats.with(2, { ...committee.seats[2]!, votingKey: rogue }) };
    const proof = attacker.sign(voteSigningBytes(chainIdOf(genesis), subject));
    expect(verifyCertificate({ ...subject, scheme: 'bls', signers: writeSigners([0, 1, 2], 3), proof }, infiltrated, chainIdOf(genesis))).toBe(true);
  });

  it('does not get in: nobody can prove that he has it', () => {
    const nodeKey = nodeKeys[2]!.publicKey;
    const byAttacker = attacker.sign(possessionSigningBytes(nodeKey, rogue));
    const others = [0, 1].map((seat) => fromHex(genesis.seats[seat]!.proofOfPossession!)!);
    const proofs = [byAttacker, ...others, addBls([byAttacker, ...others.map(negateBls)])!, fromHex(genesis.seats[2]!.proofOfPossession!)!];
    for (const proof of proofs) expect(refusalOf(withSeat(2, { votingKey: toHex(rogue), proofOfPossession: toHex(proof) }))).toBe('seats[2].proofOfPossession');
  });
});
