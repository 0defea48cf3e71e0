import { toHex } from '../../primitives/bytes';
import { ZERO_HASH, voteSigningBytes } from '../../protocol/ids';
import type { Vote, VoteKind } from '../../protocol/vote';
import type { BlockRef } from '../engine';
import type { HeldCertificate } from './ballots';
import { isEntitled } from './entitled';
import { wantCertificates } from './catch-up';
import { encodeBlockRecord, encodeVoteRecord } from './log-codec';
import { parentView } from './head';
import { sendVote } from './send-along';
import type { BftState, HeldBlock } from './state';
import { keepBlock } from './take-block';
import { countVote } from './take-vote';

/** Votes for the proposal of the current view, once it is known to be its leader's, valid and justified. */
export function castNotarise(state: BftState): void {
  if (state.seat === undefined || !state.rules.mayNotarise(state.round(state.view).own)) return;
  const block = state.blocksOf(state.view).find((it) => isJustified(state, it) && it.validity === 'valid' && isEntitled(state, it) === true);
  if (block === undefined) return;
  const vote = signVote(state, 'notarise', block.ref.view, block.ref.id);
  logNotarise(state, block, vote);
  state.votedAtMs = state.nowMs;
  sendVote(state, vote);
}

/** The leader's own block and vote. The vote travels with the block (propose.ts). */
export function castProposal(state: BftState, ref: BlockRef): HeldBlock {
  const vote = signVote(state, 'notarise', ref.view, ref.id);
  const block = keepBlock(state, ref, toHex(ref.id), vote.signature);
  state.unchecked.delete(block.key);
  block.validity = 'valid';
  logNotarise(state, block, vote);
  return block;
}

/** The vote is logged with the block, so that whatever may become final survives with its voters. */
function logNotarise(state: BftState, block: HeldBlock, vote: Vote): void {
  state.round(block.ref.view).own.notarise = block.key;
  state.out.persist(block.ref.view, encodeBlockRecord(vote, block.leaderSignature, block.ref.bytes));
  count(state, vote);
}

/** @returns whether this seat had not done so before, and may. */
export function castNullify(state: BftState): boolean {
  const own = state.round(state.view).own;
  if (state.seat === undefined || own.nullify || !state.rules.mayNullify(own)) return false;
  own.nullify = true;
  cast(state, signVote(state, 'nullify', state.view, ZERO_HASH));
  return true;
}

/** Votes to finalise what was notarised, unless this seat gave that view up. */
export function castFinalise(state: BftState, notarisation: HeldCertificate): void {
  const { view, blockId } = notarisation.certificate;
  if (state.seat === undefined || view <= state.final.view) return;
  const own = state.round(view).own;
  if (!state.rules.mayFinalise(own)) return;
  own.finalise = notarisation.key;
  cast(state, signVote(state, 'finalise', view, blockId));
}

function cast(state: BftState, vote: Vote): void {
  state.out.persist(vote.view, encodeVoteRecord(vote));
  state.votedAtMs = state.nowMs;
  sendVote(state, vote);
  count(state, vote);
}

function count(state: BftState, vote: Vote): void {
  const ballots = state.round(vote.view).ballots(vote.kind);
  if (ballots.of(vote.seat) === undefined) countVote(state, ballots, { vote, key: toHex(vote.blockId), verified: true });
}

function signVote(state: BftState, kind: VoteKind, view: number, blockId: Uint8Array): Vote {
  const subject = { kind, epoch: state.options.committee.epoch, view, blockId };
  const signature = state.parts.sign(voteSigningBytes(state.options.chainId, subject));
  return { ...subject, seat: state.seat!, signature };
}

/** Asks the proposer for certificates when they are what is missing. */
function isJustified(state: BftState, block: HeldBlock): boolean {
  const parent = parentView(state, block);
  if (parent === undefined) {
    const view = state.blocks.get(block.parentKey)?.ref.view;
    if (view !== undefined) wantCertificates(state, block.ref.proposer, view, view);
    return false;
  }
  if (state.rules.isJustified(parent, block.ref.view, (view) => state.isNullified(view))) return true;
  wantCertificates(state, block.ref.proposer, parent + 1, block.ref.view - 1);
  return false;
}
