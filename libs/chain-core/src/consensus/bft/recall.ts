import { malformed } from '../../codec/malformed';
import { Reader } from '../../codec/reader';
import { Writer } from '../../codec/writer';
import type { Bytes } from '../../primitives/bytes';
import { toHex } from '../../primitives/bytes';
import { Refusal } from '../../primitives/refusal';
import { voteSigningBytes } from '../../protocol/ids';
import { decodeCertificate, decodeVote, encodeVote } from '../../protocol/codec';
import { readSigners } from '../../protocol/signers';
import { certificateFault } from '../../protocol/verify-certificate';
import type { Vote } from '../../protocol/vote';
import type { Ballots } from './ballots';
import { BFT_LIMITS } from './limits';
import type { BftState } from './state';

const KINDS = ['notarise', 'nullify', 'finalise'] as const;

/**
 * What this engine can tell a seat that may have lost its log (a disk restored from an old copy): the newest finalisation and the seat's own
 * votes above it. Every piece is signed, so nobody can make a seat abstain by lying; keeping silent is what the quorum of answers is for.
 */
export function recall(state: BftState, seat: number): Bytes {
  const votes = [...state.rounds.values()]
    .sort((a, b) => b.view - a.view)
    .flatMap((round) => KINDS.map((kind) => voteOf(state, round.ballots(kind), seat)))
    .filter((vote) => vote !== undefined)
    .slice(0, BFT_LIMITS.votesMax);
  const writer = new Writer(256).bytes16(state.finalisation?.encoded ?? new Uint8Array(0)).u16(votes.length);
  for (const vote of votes) writer.bytes8(encodeVote(vote));
  return writer.finish();
}

/** What somebody answers who has not come to the epoch that is asked about. */
export function recallNothing(): Bytes {
  return new Writer(8).bytes16(new Uint8Array(0)).u16(0).finish();
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

/**
 * Takes what another seat recalls. This seat will cast no vote in views up to the highest that is final already, or that holds a vote of its
 * own which its log does not know. @returns that view (0: nothing new), or undefined when the bytes are not what an honest seat sends.
 */
export function heed(state: BftState, bytes: Bytes): number | undefined {
  try {
    const { finalisation, votes } = readRecalled(bytes);
    const views = [...finalViews(state, finalisation), ...votes.filter((vote) => isUnknown(state, vote)).map(({ view }) => view)];
    const upToView = Math.max(0, ...views);
    abstain(state, upToView);
    return upToView;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function readRecalled(bytes: Bytes): { finalisation: Bytes; votes: readonly Vote[] } {
  const reader = new Reader(bytes);
  const finalisation = reader.bytes16(65_535, 'recalled.finalisation');
  const votes: Vote[] = [];
  for (let left = reader.count(16, BFT_LIMITS.votesMax, 'recalled.votes'); left > 0; left -= 1) votes.push(decodeVote(reader.bytes8(255, 'recalled.vote')));
  reader.end('recalled');
  return { finalisation, votes };
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
function isUnknown(state: BftState, vote: Vote): boolean {
  const { committee, chainId } = state.options;
  const isOwn = vote.seat === state.seat && vote.epoch === committee.epoch;
  if (!isOwn || !state.parts.scheme.verify(vote.signature, voteSigningBytes(chainId, vote), committee.seats[vote.seat]!.votingKey)) malformed('recalled.vote', 'not a vote of this seat');
  if (vote.view <= state.final.view) return false;
  const own = state.peek(vote.view)?.own;
  if (own === undefined) return true;
  return vote.kind === 'nullify' ? !own.nullify : own[vote.kind] !== toHex(vote.blockId);
}

/** The gap may be millions of views long (a seat that was down for months), so rounds that do not exist yet are only marked when they come to be. */
function abstain(state: BftState, upToView: number): void {
  state.abstainsUpToView = Math.max(state.abstainsUpToView, upToView);
  for (const round of state.rounds.values()) if (round.view <= upToView) round.abstain();
}
