import { blsKeyPairFromSeed } from '../../crypto/bls';
import { hash } from '../../crypto/hash';
import { keyPairFromSeed, sign } from '../../crypto/sign';
import type { Bytes } from '../../primitives/bytes';
import { voteSigningBytes } from '../../protocol/ids';
import { CERTIFICATE_SCHEMES } from '../../protocol/schemes';
import { readSigners, writeSigners } from '../../protocol/signers';
import type { Certificate, Committee, Vote } from '../../protocol/vote';
import type { BlockRef } from '../engine';
import { BFT_LIMITS } from './limits';
import { BftState } from './state';
import { takePartial } from './take-partial';
import { takeVote } from './take-vote';

const SEATS = 10;
const chainId = hash(Uint8Array.of(1));
const block = hash(Uint8Array.of(2));
const genesis: BlockRef = { id: hash(Uint8Array.of(0)), parentId: new Uint8Array(32), height: 0, view: 0, proposer: 0, timeMs: 0, bytes: new Uint8Array(0) };
const subject = { kind: 'notarise' as const, epoch: 0, view: 1, blockId: block };

/** Gateway 0 of three; its children are 3, 6 and 9, those of gateway 1 are 4 and 7, of gateway 2 5 and 8. A quorum is 7. */
describe.each(['ed25519', 'bls'] as const)('partials of %s', (name) => {
  const scheme = CERTIFICATE_SCHEMES[name];
  const seeds = Array.from({ length: SEATS }, (_, seat) => new Uint8Array(32).fill(seat + 1));
  const keys = seeds.map((seed) => {
    if (name === 'bls') return blsKeyPairFromSeed(seed);
    const pair = keyPairFromSeed(seed);
    return { publicKey: pair.publicKey, sign: (message: Bytes) => sign(message, pair) };
  });
  const committee: Committee = { epoch: 0, scheme: name, seats: keys.map(({ publicKey }, seat) => ({ votingKey: publicKey, nodeKey: new Uint8Array(32).fill(seat) })) };
  const vote = (seat: number, signed = seat): Vote => ({ ...subject, seat, signature: keys[signed]!.sign(voteSigningBytes(chainId, subject)) });
  const partialOf = (votes: readonly Vote[]): Certificate => ({
    ...subject,
    ...scheme.combine(votes.map(({ seat, signature }) => ({ scheme: name, signers: writeSigners([seat], SEATS), proof: signature })), SEATS),
  });
  function gateway(): BftState {
    const parameters = { viewTimerMs: 400, viewTimerMsMax: 3000, heartbeatMs: 5000 };
    const options = { chainId, committee, seat: 0, parameters, topology: { kind: 'tree', gateways: 3 } as const, blockBytesMax: 1000 };
    return new BftState(options, { sign: (message) => keys[0]!.sign(message), scheme, readBlock: () => undefined }, { log: [], final: genesis, certificate: undefined });
  }
  const signersOf = (state: BftState): readonly number[] | undefined => {
    const held = state.peek(1)?.notarise.held;
    return held && readSigners(held.certificate.signers, SEATS);
  };

  it('and single votes make a certificate together', () => {
    const state = gateway();
    for (const seat of [0, 3, 6]) takeVote(state, vote(seat));
    takePartial(state, 1, partialOf([1, 4].map((seat) => vote(seat))));
    expect(signersOf(state)).toBeUndefined();
    takePartial(state, 2, partialOf([2, 5, 8].map((seat) => vote(seat))));
    expect(signersOf(state)?.length).toBeGreaterThanOrEqual(7);
  });

  it('with a bad vote: it is found, the gateway that passed it on is not trusted again, the seat it names is, and the rest count', () => {
    const state = gateway();
    takePartial(state, 1, partialOf([vote(1), vote(4, 5), vote(7)]));
    for (const seat of [0, 3, 6, 9]) takeVote(state, vote(seat));
    expect(signersOf(state)).toBeUndefined();
    takePartial(state, 2, partialOf([2, 5, 8].map((seat) => vote(seat))));
    expect(signersOf(state)?.length).toBeGreaterThanOrEqual(7);
    expect(signersOf(state)).not.toContain(4);
    expect([1, 2, 3, 4, 7].map((seat) => state.checks.isTrusted(seat))).toEqual([false, true, true, true, true]);
    // Its own vote, sent by itself, counts as ever.
    takeVote(state, vote(4));
    expect(state.peek(1)!.notarise.of(4)?.vote.signature).toEqual(vote(4).signature);
  });

  it('that overlap count once', () => {
    const state = gateway();
    takePartial(state, 1, partialOf([1, 4, 7].map((seat) => vote(seat))));
    takePartial(state, 2, partialOf([2, 4, 7].map((seat) => vote(seat))));
    for (const seat of [0, 3]) takeVote(state, vote(seat));
    expect(signersOf(state)).toBeUndefined();
    for (const seat of [6, 9]) takeVote(state, vote(seat));
    for (const seat of [4, 7]) takeVote(state, vote(seat));
    expect(signersOf(state)?.length).toBeGreaterThanOrEqual(7);
  });

  it('are taken from gateways only, about votes that travel so, in bounded number', () => {
    const state = gateway();
    takePartial(state, 4, partialOf([vote(4)]));
    takePartial(state, 1, { ...partialOf([vote(4)]), kind: 'nullify', blockId: new Uint8Array(32) });
    takePartial(state, 1, { ...partialOf([vote(4)]), epoch: 1 });
    takePartial(state, 1, { ...partialOf([vote(4)]), view: 1 + BFT_LIMITS.viewsAheadMax + 1 });
    takePartial(state, 1, { ...partialOf([vote(4)]), signers: new Uint8Array(9) });
    takePartial(state, 1, { ...partialOf([vote(4)]), scheme: name === 'bls' ? 'ed25519' : 'bls' });
    expect([...state.rounds.values()].every((round) => round.notarise.reach('') === 0 && round.notarise.partials.length === 0 && round.notarise.of(4) === undefined)).toBe(true);
    for (let i = 0; i < 50; i += 1) takePartial(state, 1, { ...partialOf([vote(4)]), blockId: hash(Uint8Array.of(i)) });
    expect(state.round(1).notarise.partials.length).toBeLessThanOrEqual(BFT_LIMITS.partialsMax);
  });
});
