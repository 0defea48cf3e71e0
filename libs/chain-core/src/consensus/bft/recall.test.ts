import { hash } from '../../crypto/hash';
import { encodeCertificate } from '../../protocol/codec';
import { voteSigningBytes } from '../../protocol/ids';
import { writeSigners } from '../../protocol/signers';
import { schemeOf } from '../../protocol/verify-certificate';
import type { Committee, Vote, VoteKind } from '../../protocol/vote';
import { votingKeyPair, type VotingKeyPair } from '../../protocol/voting-keys';
import type { BlockRef } from '../engine';
import { castFinalise, castNullify } from './cast-vote';
import { heed, recall } from './recall';
import { BftState, heldFrom } from './state';

const chainId = hash(Uint8Array.of(1));
let keys: readonly VotingKeyPair[];
let committee: Committee;
const block = (n: number) => hash(Uint8Array.of(9, n));
const genesis: BlockRef = { id: block(0), parentId: new Uint8Array(32), height: 0, view: 0, proposer: 0, timeMs: 0, bytes: new Uint8Array(0) };

function stateOf(seat: number): BftState {
  const parameters = { viewTimerMs: 400, viewTimerMsMax: 3000, heartbeatMs: 5000 };
  const parts = { sign: (message: Uint8Array) => keys[seat]!.sign(message), scheme: schemeOf(committee), readBlock: () => undefined };
  return new BftState({ chainId, committee, seat, parameters, blockBytesMax: 1000 }, parts, { log: [], final: genesis, certificate: undefined });
}
function voteOf(seat: number, kind: VoteKind, view: number): Vote {
  const subject = { kind, epoch: 0, view, blockId: kind === 'nullify' ? new Uint8Array(32) : block(view) };
  return { ...subject, seat, signature: keys[seat]!.sign(voteSigningBytes(chainId, subject)) };
}
function saw(state: BftState, vote: Vote): void {
  state.round(vote.view).ballots(vote.kind).put({ vote, key: Buffer.from(vote.blockId).toString('hex'), verified: true });
}
function certificateOf(kind: VoteKind, view: number, seats: readonly number[]) {
  const votes = seats.map((seat) => voteOf(seat, kind, view));
  const parts = votes.map(({ seat, signature }) => ({ scheme: committee.scheme, signers: writeSigners([seat], 4), proof: signature }));
  const certificate = { ...votes[0]!, ...schemeOf(committee).combine(parts, 4) };
  return { certificate, key: Buffer.from(certificate.blockId).toString('hex'), encoded: encodeCertificate(certificate) };
}
const votesCast = (state: BftState) => state.out.take().filter(({ kind }) => kind === 'persist').length;

describe.each(['ed25519', 'bls'] as const)('with certificates of %s', (scheme) => {
  beforeAll(() => {
    keys = [1, 2, 3, 4].map((n) => votingKeyPair(scheme, new Uint8Array(32).fill(n)));
    committee = { epoch: 0, scheme, seats: keys.map(({ publicKey }, seat) => ({ votingKey: publicKey, nodeKey: new Uint8Array(32).fill(seat) })) };
  });

  test('a seat with an old log casts no vote in a view where others saw one of its own, and votes above', () => {
    const witness = stateOf(0);
    saw(witness, voteOf(2, 'finalise', 3));
    const restored = stateOf(2);
    expect(heed(restored, recall(witness, 2))).toBe(3);
    for (let view = 1; view <= 4; view += 1) {
      restored.enterView(view);
      castNullify(restored);
      expect(votesCast(restored)).toBe(view <= 3 ? 0 : 1);
    }
    castFinalise(restored, certificateOf('notarise', 2, [0, 1, 3]));
    expect(votesCast(restored)).toBe(0);
  });

  test('votes that the log knows change nothing', () => {
    const witness = stateOf(0);
    saw(witness, voteOf(2, 'nullify', 1));
    const intact = stateOf(2);
    castNullify(intact);
    intact.out.take();
    expect(heed(intact, recall(witness, 2))).toBe(0);
    expect(intact.rounds.get(1)!.own).toEqual({ notarise: undefined, nullify: true, finalise: undefined });
  });

  test('a witness that restarted remembers by the certificates it holds, and by the newest finalisation', () => {
    const witness = stateOf(0);
    witness.round(5).nullify.held = certificateOf('nullify', 5, [1, 2, 3]);
    expect(heed(stateOf(2), recall(witness, 2))).toBe(5);
    expect(heed(stateOf(0), recall(witness, 0))).toBe(0);
    const ahead = stateOf(1);
    ahead.finalisation = certificateOf('finalise', 8, [0, 1, 3]);
    expect(heed(stateOf(2), recall(ahead, 2))).toBe(8);
  });

  test('a seat that was down for millions of views takes no more memory for it, and abstains in all of them', () => {
    const ahead = stateOf(1);
    ahead.finalisation = certificateOf('finalise', 50_000_000, [0, 1, 3]);
    const restored = stateOf(2);
    expect(heed(restored, recall(ahead, 2))).toBe(50_000_000);
    expect(restored.rounds.size).toBe(0);
    restored.enterView(49_999_999);
    castNullify(restored);
    expect(votesCast(restored)).toBe(0);
    restored.enterView(50_000_001);
    castNullify(restored);
    expect(votesCast(restored)).toBe(1);
  });

  test('nobody can make a seat abstain by lying', () => {
    const forged = stateOf(0);
    saw(forged, { ...voteOf(1, 'nullify', 900), seat: 2 });
    const weak = stateOf(0);
    weak.finalisation = certificateOf('finalise', 900, [0, 1]);
    const others = stateOf(0);
    saw(others, voteOf(1, 'nullify', 900));
    const misdated = stateOf(0);
    const { certificate } = certificateOf('nullify', 901, [0, 1, 2]);
    misdated.round(900).nullify.held = heldFrom(encodeCertificate({ ...certificate, view: 900 }));
    const restored = stateOf(2);
    for (const bytes of [recall(misdated, 2), recall(forged, 2), recall(weak, 2), recall(others, 1), new Uint8Array(3), new Uint8Array(0)]) expect(heed(restored, bytes)).toBeUndefined();
    castNullify(restored);
    expect(votesCast(restored)).toBe(1);
  });
});
