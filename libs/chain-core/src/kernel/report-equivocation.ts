import type { ApplyContext, CheckContext } from '../module/definition/context';
import type { ReadView } from '../module/definition/stores';
import { concatBytes, equalBytes, fromHex } from '../primitives/bytes';
import { Refusal, refuse } from '../primitives/refusal';
import { decodeVote } from '../protocol/codec';
import type { GenesisDocument } from '../protocol/genesis';
import { verifyVote } from '../protocol/verify-certificate';
import type { Vote } from '../protocol/vote';
import { committeeOf, rosterOf, type RosterRow } from './committees';
import { seatOfActor } from './proposals';
import { getJson, putJson, u32Bytes } from './stores';

export interface ReportPayload {
  /** Encoded votes in hex. */
  readonly first: string;
  readonly second: string;
}

/** Two votes of one seat that no honest seat casts both. The votes are kept, so that anybody can check them again. */
export interface EvidenceRecord extends RosterRow {
  readonly epoch: number;
  /** The seat's place in the committee of that epoch. */
  readonly place: number;
  readonly view: number;
  readonly kinds: string;
  readonly first: string;
  readonly second: string;
  /** Number of the seat that reported it. */
  readonly reportedBy: number;
  readonly height: number;
  readonly timeMs: number;
}

export function readEvidence(state: ReadView, epoch: number, place: number): EvidenceRecord | undefined {
  return getJson<EvidenceRecord>(state, 'evidence', evidenceKey(epoch, place));
}

function evidenceKey(epoch: number, place: number): Uint8Array {
  return concatBytes(u32Bytes(epoch), u32Bytes(place));
}

/** In this order: NOT_A_SEAT, EVIDENCE_INVALID {reason}, EVIDENCE_KNOWN: one record for each seat and epoch is enough. */
export function checkReport(context: CheckContext<GenesisDocument>, payload: ReportPayload): void {
  if (seatOfActor(context, context.actor) === undefined) refuse('NOT_A_SEAT');
  const [first, second] = [readVote(payload.first, 'first'), readVote(payload.second, 'second')];
  if (!contradict(first, second)) refuse('EVIDENCE_INVALID', { reason: 'the two votes do not contradict each other' });
  const { epoch, seat: place } = first;
  const committee = committeeOf(context.state, epoch, context.params) ?? refuse('EVIDENCE_INVALID', { reason: 'the chain had no such epoch' });
  if (![first, second].every((vote) => verifyVote(vote, committee, context.chainId))) refuse('EVIDENCE_INVALID', { reason: 'a vote is not signed by its seat' });
  const known = readEvidence(context.state, epoch, place);
  if (known !== undefined) refuse('EVIDENCE_KNOWN', { epoch, place, height: known.height });
}

export function applyReport(context: ApplyContext<GenesisDocument>, payload: ReportPayload): void {
  const { state, params, height, timeMs } = context;
  const [first, second] = [readVote(payload.first, 'first'), readVote(payload.second, 'second')];
  const { epoch, seat: place, view } = first;
  const { seat, organisation, label } = rosterOf(state, epoch, params)[place]!;
  const kinds = `${first.kind} / ${second.kind}`;
  const reportedBy = seatOfActor(context, context.actor)!.number;
  putJson(state, 'evidence', evidenceKey(epoch, place), { epoch, place, seat, organisation, label, view, kinds, ...payload, reportedBy, height, timeMs });
  context.emit('equivocation-recorded', { epoch, place, seat, organisation, label, view, kinds });
}

/** As the protocol says: one seat, one view, and two notarise votes or two finalise votes for different blocks, or nullify and finalise. */
function contradict(a: Vote, b: Vote): boolean {
  if (a.epoch !== b.epoch || a.view !== b.view || a.seat !== b.seat) return false;
  if (a.kind === b.kind) return !equalBytes(a.blockId, b.blockId);
  return a.kind !== 'notarise' && b.kind !== 'notarise';
}

function readVote(hex: string, field: string): Vote {
  try {
    return decodeVote(fromHex(hex) ?? refuse('MALFORMED'));
  } catch (error) {
    if (error instanceof Refusal) refuse('EVIDENCE_INVALID', { reason: `the ${field} is no vote` });
    throw error;
  }
}
