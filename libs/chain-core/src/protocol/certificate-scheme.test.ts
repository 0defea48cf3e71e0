import fc from 'fast-check';
import type { Bytes } from '../primitives/bytes';
import { utf8 } from '../primitives/bytes';
import { SCHEME_FORMS, type Aggregate, type CertificateSchemeName } from './certificate-scheme';
import { CERTIFICATE_SCHEMES } from './schemes';
import { readSigners, writeSigners } from './signers';
import { votingKeyPair } from './voting-keys';

const SEATS = 11;
const message = utf8('a vote');

describe.each<CertificateSchemeName>(['ed25519', 'bls'])('the scheme %s', (name) => {
  const scheme = CERTIFICATE_SCHEMES[name];
  const keys = Array.from({ length: SEATS }, (_, seat) => votingKeyPair(name, new Uint8Array(32).fill(seat + 1)));
  const good = keys.map((key) => key.sign(message));
  const votingKeys = (seats: readonly number[]) => seats.map((seat) => keys[seat]!.publicKey);
  const single = (seat: number): Aggregate => ({ scheme: name, signers: writeSigners([seat], SEATS), proof: good[seat]! });
  const aggregate = (seats: readonly number[]) => scheme.combine(seats.map(single), SEATS);
  const signersOf = ({ signers }: Aggregate) => readSigners(signers, SEATS)!;
  const holds = (it: Aggregate, about: Bytes = message) => scheme.proofFault(it.proof, about, votingKeys(signersOf(it))) === undefined;
  const someSeats = fc.uniqueArray(fc.nat(SEATS - 1), { minLength: 1, maxLength: SEATS });

  it('has keys and signatures of its own lengths', () => {
    expect(keys[0]!.publicKey).toHaveLength(SCHEME_FORMS[name].votingKeyBytes);
    expect(good[0]).toHaveLength(SCHEME_FORMS[name].signatureBytes);
    expect(scheme.isVotingKey(keys[0]!.publicKey)).toBe(true);
    expect(scheme.isVotingKey(keys[0]!.publicKey.subarray(1))).toBe(false);
  });

  it('verifies a vote for its own key, message and bytes alone', () => {
    expect(scheme.verify(good[0]!, message, keys[0]!.publicKey)).toBe(true);
    expect(scheme.verify(good[0]!, message, keys[1]!.publicKey)).toBe(false);
    expect(scheme.verify(good[0]!, utf8('another'), keys[0]!.publicKey)).toBe(false);
    fc.assert(
      fc.property(fc.nat(good[0]!.length * 8 - 1), (bit) => {
        const flipped = good[0]!.slice();
        flipped[bit >> 3]! ^= 1 << (bit & 7);
        expect(scheme.verify(flipped, message, keys[0]!.publicKey)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('answers false to bytes that are no signature or key, and throws nothing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.uint8Array({ maxLength: 100 }), (signature, key) => {
        expect(scheme.verify(signature, message, keys[0]!.publicKey)).toBe(false);
        expect(scheme.verify(good[0]!, message, key)).toBe(false);
        expect(scheme.proofFault(signature, message, votingKeys([0, 1]))).toBeDefined();
        expect(scheme.findBad(message, [{ signature, votingKey: key }])).toEqual([0]);
      }),
    );
  });

  it('finds exactly the bad among many', () => {
    fc.assert(
      fc.property(someSeats, fc.nat(3), (bad, way) => {
        const spoilt = [good[(bad[0]! + 1) % SEATS]!, new Uint8Array(good[0]!.length), keys[bad[0]!]!.sign(utf8('another')), good[0]!.subarray(1)][way]!;
        const votes = keys.map(({ publicKey }, seat) => ({ signature: bad.includes(seat) ? spoilt : good[seat]!, votingKey: publicKey }));
        const guilty = bad.filter((seat) => way !== 0 || seat !== (bad[0]! + 1) % SEATS);
        expect(scheme.findBad(message, votes)).toEqual(guilty.sort((a, b) => a - b));
      }),
      { numRuns: 12 },
    );
  });

  it('combines single votes into one proof, in whatever order they come', () => {
    fc.assert(
      fc.property(someSeats, (seats) => {
        const made = aggregate(seats);
        expect(signersOf(made)).toEqual([...seats].sort((a, b) => a - b));
        expect(holds(made)).toBe(true);
        expect(holds(made, utf8('another'))).toBe(false);
        expect(made).toEqual(aggregate([...seats].reverse()));
      }),
      { numRuns: 20 },
    );
  });

  it('combines aggregates of disjoint sets, and what it makes holds when they overlap', () => {
    fc.assert(
      fc.property(fc.array(someSeats, { minLength: 1, maxLength: 4 }), (sets) => {
        const made = scheme.combine(sets.map(aggregate), SEATS);
        const seats = signersOf(made);
        expect(holds(made)).toBe(true);
        expect(seats.length).toBeGreaterThanOrEqual(Math.max(...sets.map((set) => set.length)));
        if (new Set(sets.flat()).size === sets.flat().length) expect(seats).toHaveLength(sets.flat().length);
      }),
      { numRuns: 20 },
    );
  });

  it('loses no signer of an overlap whose single votes are at hand', () => {
    const made = scheme.combine([aggregate([0, 1, 2, 3]), aggregate([2, 3, 4, 5]), single(2), single(3), single(9)], SEATS);
    expect(signersOf(made)).toEqual([0, 1, 2, 3, 4, 5, 9]);
    expect(holds(made)).toBe(true);
  });

  it('refuses a proof with a signer too many, too few, or another', () => {
    const { proof } = aggregate([1, 4, 7]);
    for (const seats of [[1, 4], [1, 4, 7, 8], [1, 4, 8]]) expect(scheme.proofFault(proof, message, votingKeys(seats))).toBeDefined();
  });
});

describe('the scheme bls', () => {
  const scheme = CERTIFICATE_SCHEMES.bls;
  const point = (first: number, bytes: number) => Uint8Array.from([first, ...new Uint8Array(bytes - 1)]);
  const key = votingKeyPair('bls', new Uint8Array(32).fill(1));

  it('takes no infinity for a key, a signature or a proof', () => {
    expect(scheme.isVotingKey(point(0xc0, 48))).toBe(false);
    expect(scheme.verify(point(0xc0, 96), message, key.publicKey)).toBe(false);
    expect(scheme.verify(point(0xc0, 96), message, point(0xc0, 48))).toBe(false);
    expect(scheme.proofFault(point(0xc0, 96), message, [key.publicKey])).toBe('BAD_SIGNATURE');
  });

  it('does not stumble over keys whose owner chose them so that nothing remains of their sum', () => {
    const opposite = Uint8Array.from(key.publicKey);
    opposite[0]! ^= 0x20;
    const signature = key.sign(message);
    const negative = Uint8Array.from(signature);
    negative[0]! ^= 0x20;
    expect(scheme.verify(negative, message, opposite)).toBe(true);
    const votes = [{ signature, votingKey: key.publicKey }, { signature: negative, votingKey: opposite }];
    expect(scheme.findBad(message, votes)).toEqual([1]);
    const parts = votes.map((vote, seat) => ({ scheme: 'bls' as const, signers: writeSigners([seat], 2), proof: vote.signature }));
    expect(readSigners(scheme.combine(parts, 2).signers, 2)).toEqual([0]);
  });
});
