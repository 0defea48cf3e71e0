import { malformed } from '../../codec/malformed';
import type { Bytes } from '../../primitives/bytes';
import { EMPTY, toHex } from '../../primitives/bytes';
import { Refusal } from '../../primitives/refusal';
import { decodeCertificate } from '../../protocol/codec';
import { readSigners } from '../../protocol/signers';
import { certificateFault, verifyVote } from '../../protocol/verify-certificate';
import type { Certificate, Vote, VoteSubject } from '../../protocol/vote';
import type { Ballots } from './ballots';
import { BFT_LIMITS } from './limits';
import { decodeRecalled, encodeRecalled } from './recall-codec';
import type { BftState } from './state';

const KINDS = ['notarise', 'nullify', 'finalise'] as const;

/**
 * What this engine can tell a seat that may have lost its log (a disk restored from an old copy): the newest finalisation and the seat's own
 * votes above it. Every piece is signed, so nobody can make a seat abstain by lying; keeping silent is what the quorum of answers is for.
 */
export function recall(state: BftState, seat: number): Bytes {
  const ballots = [...state.rounds.values()].sort((a, b) => b.view - a.view).flatMap((round) => KINDS.map((kind) => round.ballots(kind)));
  const votes = ballots.map((it) => voteOf(state, it, seat)).filter((vote) => vote !== undefined).slice(0, BFT_LIMITS.votesMax);
  const sums = ballots.filter((it) => isOnlyInSum(state, it, seat)).map(({ held }) => held!.encoded).slice(0, BFT_LIMITS.certificatesMax);
  return encodeRecalled({ finalisation: state.finalisation?.encoded ?? EMPTY, votes, sums });
}

/** A seat that restarted remembers others' votes only through the certificates they went into. */
function voteOf(state: BftState, ballots: Ballots, seat: number): Vote | undefined {
  const direct = ballots.of(seat)?.vote;
  if (direct !== undefined || ballots.held === undefined) return direct;
  const { certificate } = ballots.held;
  const place = readSigners(certificate.signers, state.seats)?.indexOf(seat) ?? -1;
  if (place < 0) return undefined;
  const signature = state.parts.scheme.signatureAt(certificate.proof, place);
  const { kind, epoch, view, blockId } = certificate;
  return signature && { kind, epoch, view, blockId, seat, signature };
}

/** Where signatures cannot be told apart, the whole certificate shows that the seat voted. */
function isOnlyInSum(state: BftState, ballots: Ballots, seat: number): boolean {
  return ballots.held !== undefined && isSigner(state, ballots.held.certificate, seat) && voteOf(state, ballots, seat) === undefined;
}

function isSigner(state: BftState, { signers }: Certificate, seat: number | undefined): boolean {
  return seat !== undefined && (readSigners(signers, state.seats)?.includes(seat) ?? false);
}

/**
 * Takes what another seat recalls. This seat will cast no vote in views up to the highest that is final already, or that holds a vote of its
 * own which its log does not know. @returns that view (0: nothing new), or undefined when the bytes are not what an honest seat sends.
 */
export function heed(state: BftState, bytes: Bytes): number | undefined {
  try {
    const { finalisation, votes, sums } = decodeRecalled(bytes);
    const own = [...votes.filter((vote) => isOwn(state, vote)), ...sums.filter((sum) => isOwnSum(state, sum))];
    const views = [...finalViews(state, finalisation), ...own.filter((it) => isUnknown(state, it)).map(({ view }) => view)];
    const upToView = Math.max(0, ...views);
    abstain(state, upToView);
    return upToView;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** Judged by where this life began: catching up may be quicker than the answers, and must not hide that the log was behind. */
function finalViews(state: BftState, finalisation: Bytes): readonly number[] {
  if (finalisation.length === 0) return [];
  const { committee, chainId } = state.options;
  const certificate = decodeCertificate(finalisation);
  if (certificate.kind !== 'finalise' || certificateFault(certificate, committee, chainId, { scheme: state.parts.scheme }) !== undefined) malformed('recalled.finalisation', 'does not hold');
  return certificate.view > state.finalViewAtStart ? [certificate.view] : [];
}

/** Refuses a vote that this seat never signed. */
function isOwn(state: BftState, vote: Vote): boolean {
  const { committee, chainId } = state.options;
  if (vote.seat !== state.seat || !verifyVote(vote, committee, chainId, state.parts.scheme)) malformed('recalled.vote', 'not a vote of this seat');
  return true;
}

/** Refuses a certificate that does not hold, or is without this seat. Those of views that are over are passed over. */
function isOwnSum(state: BftState, sum: Certificate): boolean {
  if (sum.view <= state.final.view) return false;
  const { committee, chainId } = state.options;
  if (!isSigner(state, sum, state.seat) || certificateFault(sum, committee, chainId, { scheme: state.parts.scheme }) !== undefined) malformed('recalled.sum', 'not a certificate with this seat');
  return true;
}

function isUnknown(state: BftState, { kind, view, blockId }: VoteSubject): boolean {
  if (view <= state.final.view) return false;
  const own = state.peek(view)?.own;
  if (own === undefined) return true;
  return kind === 'nullify' ? !own.nullify : own[kind] !== toHex(blockId);
}

/** The gap may be millions of views long (a seat that was down for months), so rounds that do not exist yet are only marked when they come to be. */
function abstain(state: BftState, upToView: number): void {
  state.abstainsUpToView = Math.max(state.abstainsUpToView, upToView);
  for (const round of state.rounds.values()) if (round.view <= upToView) round.abstain();
}
