import { hash } from '../../crypto/hash';
import type { Bytes } from '../../primitives/bytes';
import { voteSigningBytes, ZERO_HASH } from '../../protocol/ids';
import { CERTIFICATE_SCHEMES } from '../../protocol/schemes';
import { writeSigners } from '../../protocol/signers';
import { certificateFault } from '../../protocol/verify-certificate';
import type { CertificateScheme } from '../../protocol/certificate-scheme';
import type { Certificate, Committee, Vote, VoteKind } from '../../protocol/vote';
import { votingKeyPair } from '../../protocol/voting-keys';
import type { BlockRef } from '../engine';
import { BFT_LIMITS } from './limits';
import { BftState } from './state';
import { takeBlock } from './take-block';
import { takeCertificate } from './take-certificate';
import { takeVote } from './take-vote';

const SEATS = 7;
const chainId = hash(Uint8Array.of(1));
const keys = Array.from({ length: SEATS }, (_, seat) => votingKeyPair('bls', new Uint8Array(32).fill(seat + 1)));
const committee: Committee = { epoch: 0, scheme: 'bls', seats: keys.map(({ publicKey }, seat) => ({ votingKey: publicKey, nodeKey: new Uint8Array(32).fill(seat) })) };
const genesis = { id: hash(Uint8Array.of(2)), parentId: ZERO_HASH, height: 0, view: 0, proposer: 0, timeMs: 0, bytes: new Uint8Array(0) };

/** The first byte names the proposer. */
const readBlock = (bytes: Bytes): BlockRef => ({ id: hash(bytes), parentId: genesis.id, height: 1, view: 1, proposer: bytes[0]!, timeMs: 1, bytes });

/** A seat's state, and how many checks of signatures it has made. */
class Watched {
  checks = 0;
  readonly state: BftState;

  constructor() {
    const counted: CertificateScheme = {
      ...CERTIFICATE_SCHEMES.bls,
      verify: (...it) => (this.checks++, CERTIFICATE_SCHEMES.bls.verify(...it)),
      proofFault: (...it) => (this.checks++, CERTIFICATE_SCHEMES.bls.proofFault(...it)),
      findBad: (...it) => (this.checks++, CERTIFICATE_SCHEMES.bls.findBad(...it)),
    };
    const options = { chainId, committee, seat: 6, parameters: { viewTimerMs: 400, viewTimerMsMax: 3000, heartbeatMs: 0 }, blockBytesMax: 1000 };
    this.state = new BftState(options, { sign: (message) => keys[6]!.sign(message), scheme: counted, readBlock }, { log: [], final: genesis, certificate: undefined });
  }

  take(...votes: readonly Vote[]): this {
    for (const vote of votes) takeVote(this.state, vote);
    return this;
  }

  held(kind: VoteKind, view: number): Certificate | undefined {
    return this.state.peek(view)?.ballots(kind).held?.certificate;
  }
  blamed(): readonly number[] {
    return this.state.out.take().flatMap((effect) => (effect.kind === 'blame' ? [effect.seat] : []));
  }
}

function voteOf(seat: number, kind: VoteKind = 'nullify', view = 1, blockId: Bytes = hash(Uint8Array.of(view))): Vote {
  const subject = { kind, epoch: 0, view, blockId: kind === 'nullify' ? ZERO_HASH : blockId };
  return { ...subject, seat, signature: keys[seat]!.sign(voteSigningBytes(chainId, subject)) };
}
const spoilt = (vote: Vote): Vote => ({ ...vote, signature: voteOf(vote.seat, vote.kind, vote.view + 1).signature });

describe('votes that wait for each other', () => {
  it('are checked once, when they could be a quorum', () => {
    const seat = new Watched().take(...[0, 1, 2, 3].map((n) => voteOf(n)));
    expect([seat.checks, seat.held('nullify', 1)]).toEqual([0, undefined]);
    seat.take(voteOf(5));
    expect(seat.checks).toBe(1);
    expect(certificateFault(seat.held('nullify', 1)!, committee, chainId)).toBeUndefined();
    expect(seat.state.view).toBe(2);
  });

  it('count although some among them are bad; what the guilty send later counts too, checked by itself', () => {
    const seat = new Watched().take(spoilt(voteOf(0)), voteOf(1), spoilt(voteOf(2)), voteOf(3), voteOf(4), voteOf(5));
    expect(seat.held('nullify', 1)).toBeUndefined();
    seat.take(voteOf(2));
    const made = seat.held('nullify', 1)!;
    expect(made.signers).toEqual(writeSigners([1, 2, 3, 4, 5], SEATS));
    expect(certificateFault(made, committee, chainId)).toBeUndefined();
  });

  it('are sorted out in so few checks that a bad voter costs others next to nothing, and once', () => {
    const seat = new Watched();
    for (let view = 1; view <= 50; view += 1) seat.take(spoilt(voteOf(0, 'nullify', view)), ...[1, 2, 3, 4, 5].map((n) => voteOf(n, 'nullify', view)));
    for (let view = 1; view <= 50; view += 1) expect(seat.held('nullify', view)).toBeDefined();
    // One each for the 50 quorums, one more in the first view, and what the limit lets the guilty seat spend.
    expect(seat.checks).toBeLessThanOrEqual(50 + 1 + BFT_LIMITS.failedChecksMax);
  });

  it('are not proof enough to blame by: a vote is verified by itself before it accuses', () => {
    const block = (n: number) => hash(Uint8Array.of(n));
    const seat = new Watched().take(spoilt(voteOf(0, 'finalise', 3, block(1))), voteOf(0, 'finalise', 3, block(2)));
    expect(seat.blamed()).toEqual([]);
    seat.take(voteOf(1, 'finalise', 3, block(1)), voteOf(1, 'nullify', 3));
    expect(seat.blamed()).toEqual([1]);
    seat.take(voteOf(2, 'notarise', 3, block(1)), voteOf(2, 'notarise', 3, block(2)), voteOf(2, 'notarise', 3, block(4)));
    expect(seat.blamed()).toEqual([2]);
  });
});

describe('a seat that floods others with bad signatures', () => {
  const forged = (view: number): Certificate => ({ kind: 'nullify', epoch: 0, view, blockId: ZERO_HASH, scheme: 'bls', signers: writeSigners([0, 1, 2, 3, 4], SEATS), proof: voteOf(0).signature });

  it('is not listened to beyond its allowance, until the next window', () => {
    const seat = new Watched();
    for (let n = 0; n < 500; n += 1) takeCertificate(seat.state, 3, forged(10 + n));
    for (let n = 0; n < 500; n += 1) seat.take(spoilt(voteOf(3, 'nullify', 1 + (n % 60))));
    expect(seat.checks).toBe(BFT_LIMITS.failedChecksMax);
    seat.state.nowMs += 400;
    takeCertificate(seat.state, 3, forged(10));
    expect(seat.checks).toBe(BFT_LIMITS.failedChecksMax + 1);
  });

  it('costs no more by proposing one block after the other, each well signed', () => {
    const seat = new Watched();
    const proposals = Array.from({ length: 200 }, (_, n) => readBlock(Uint8Array.of(seat.state.leader, n)));
    for (const { bytes, id, proposer } of proposals) takeBlock(seat.state, proposer, bytes, voteOf(proposer, 'notarise', 1, id).signature);
    expect(seat.state.blocks.size).toBe(1);
    expect(seat.blamed()).toEqual([seat.state.leader]);
    // The first block, the second, and both votes once more before they accuse.
    expect(seat.checks).toBe(4);
  });

  it('takes nothing away from the others', () => {
    const seat = new Watched();
    for (let n = 0; n < 50; n += 1) takeCertificate(seat.state, 3, forged(10 + n));
    takeCertificate(seat.state, 4, { ...forged(20), proof: CERTIFICATE_SCHEMES.bls.combine([0, 1, 2, 4, 5].map((n) => ({ scheme: 'bls', signers: writeSigners([n], SEATS), proof: voteOf(n, 'nullify', 20).signature })), SEATS).proof, signers: writeSigners([0, 1, 2, 4, 5], SEATS) });
    expect(seat.held('nullify', 20)).toBeDefined();
  });
});
