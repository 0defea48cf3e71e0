import { invariant, Refusal } from '../../primitives/refusal';
import { toHex } from '../../primitives/bytes';
import type { Bytes } from '../../primitives/bytes';
import type { Vote } from '../../protocol/vote';
import { decodeRecord, type LogRecord } from './log-codec';
import type { BftState } from './state';
import { keepBlock, markCertified } from './take-block';
import { holdCertificate } from './take-certificate';
import { countVote } from './take-vote';

/**
 * Takes the state back out of the log: own votes first of all, so that none is ever contradicted. The log is this machine's own, so
 * signatures are not verified again; a record that cannot be read is a damaged disk, and the engine must not vote with it.
 */
export function restore(state: BftState, log: readonly Bytes[]): void {
  for (const bytes of log) restoreRecord(state, readRecord(bytes));
  state.out.take(); // What came from the log is not logged or sent again.
}

function readRecord(bytes: Bytes): LogRecord {
  try {
    return decodeRecord(bytes);
  } catch (error) {
    invariant(!(error instanceof Refusal), 'the consensus log holds a record that cannot be read: the disk is damaged');
    throw error;
  }
}

function restoreRecord(state: BftState, record: LogRecord): void {
  const { view, epoch } = record.kind === 'certificate' ? record.certificate : record.vote;
  if (view <= state.final.view || epoch !== state.options.committee.epoch) return;
  if (record.kind === 'certificate') return holdCertificate(state, record.certificate);
  invariant(record.vote.seat === state.seat, 'the consensus log holds votes of another seat');
  restoreVote(state, record.vote);
  if (record.kind === 'block') restoreBlock(state, record.block, record.leaderSignature);
}

function restoreVote(state: BftState, vote: Vote): void {
  const round = state.round(vote.view);
  const key = toHex(vote.blockId);
  if (vote.kind === 'nullify') round.own.nullify = true;
  else round.own[vote.kind] = key;
  const ballots = round.ballots(vote.kind);
  if (ballots.of(vote.seat) === undefined) countVote(state, ballots, { vote, key, verified: true });
  state.enterView(vote.view);
}

function restoreBlock(state: BftState, bytes: Bytes, leaderSignature: Bytes): void {
  const ref = state.parts.readBlock(bytes);
  invariant(ref !== undefined, 'the consensus log holds a block that cannot be read: the disk is damaged');
  const key = toHex(ref.id);
  if (state.blocks.has(key)) return;
  keepBlock(state, ref, key, leaderSignature);
  markCertified(state, key);
  const ballots = state.round(ref.view).notarise;
  if (ballots.of(ref.proposer) !== undefined) return;
  const { epoch } = state.options.committee;
  const vote: Vote = { kind: 'notarise', epoch, view: ref.view, blockId: ref.id, seat: ref.proposer, signature: leaderSignature };
  countVote(state, ballots, { vote, key, verified: true });
}
