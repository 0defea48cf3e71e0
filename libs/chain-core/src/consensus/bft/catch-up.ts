import type { Hash } from '../../primitives/bytes';
import { toHex } from '../../primitives/bytes';
import type { Vote } from '../../protocol/vote';
import type { HeldCertificate } from './ballots';
import { BFT_LIMITS } from './limits';
import { encodeProposal, encodeStand, encodeWantBlock, encodeWantCertificates } from './message-codec';
import type { BftState } from './state';
import { isCertain } from './take-block';

/** Views below the current one whose own finalise votes are sent again. */
export const FINALISE_VOTES_AGAIN = 8;

/** Tells where this seat stands: its newest certificates and the votes that may still be missing somewhere. */
export function sendStand(state: BftState, to: number | 'all', isAnswer: boolean): void {
  const before = state.peek(state.view - 1);
  const notarised = state.peek(state.highestNotarisedView);
  const certificates = new Set([state.finalisation, notarised?.notarise.held, before?.notarise.held, before?.nullify.held]);
  send(state, to, isAnswer, [...certificates], standingVotes(state));
}

function standingVotes(state: BftState): (Vote | undefined)[] {
  const seat = state.seat!;
  const current = state.peek(state.view);
  const votes = [current?.notarise.of(seat), current?.nullify.of(seat)];
  const lowest = Math.max(state.final.view + 1, state.view - FINALISE_VOTES_AGAIN);
  for (let view = state.view; view >= lowest; view -= 1) votes.push(state.peek(view)?.finalise.of(seat));
  return votes.map((ballot) => ballot?.vote);
}

/** Certificates of these views, and own votes where there is none: what a seat needs to justify a block. */
export function answerWantCertificates(state: BftState, to: number, firstView: number, lastView: number): void {
  const certificates: (HeldCertificate | undefined)[] = firstView <= state.final.view ? [state.finalisation] : [];
  const votes: (Vote | undefined)[] = [];
  const from = Math.max(firstView, state.final.view + 1, lastView - BFT_LIMITS.wantedViewsMax + 1);
  for (let view = Math.min(lastView, state.view); view >= from; view -= 1) {
    const round = state.peek(view);
    for (const ballots of round === undefined ? [] : [round.nullify, round.notarise]) {
      if (ballots.held !== undefined) certificates.push(ballots.held);
      else votes.push(ballots.of(state.seat!)?.vote);
    }
  }
  send(state, to, true, certificates, votes);
}

function send(state: BftState, to: number | 'all', isAnswer: boolean, held: (HeldCertificate | undefined)[], cast: (Vote | undefined)[]): void {
  const certificates = held.filter((it) => it !== undefined).slice(0, BFT_LIMITS.certificatesMax);
  const votes = cast.filter((it) => it !== undefined).slice(0, BFT_LIMITS.votesMax);
  const encoded = certificates.map((it) => it.encoded);
  state.out.send(to, encodeStand({ isAnswer, view: state.view, finalView: state.final.view, certificates: encoded, votes }));
}

/** Sends the block, or, when it is gone because it is final, what shows that. */
export function answerWantBlock(state: BftState, to: number, blockId: Hash): void {
  const block = state.blocks.get(toHex(blockId));
  if (block === undefined) sendStand(state, to, true);
  else state.out.send(to, encodeProposal([], block.leaderSignature, block.ref.bytes));
}

/** Asks `to` (or the next seat in turn) for what is missing to justify something between these views; the highest gap first. */
export function wantCertificates(state: BftState, to: number, low: number, high: number): void {
  let lastView = high;
  while (lastView >= low && state.isNullified(lastView)) lastView -= 1;
  if (lastView < low) return;
  const firstView = Math.max(low, lastView - BFT_LIMITS.wantedViewsMax + 1);
  if (state.wantedViews?.firstView === firstView && state.wantedViews.lastView === lastView) return;
  const wasAsked = state.wantedViews !== undefined;
  state.wantedViews = { firstView, lastView };
  const seat = to >= 0 && to !== state.seat && !wasAsked ? to : nextSeat(state, state.lastAsked);
  state.lastAsked = seat;
  if (seat !== state.seat) state.out.send(seat, encodeWantCertificates(firstView, lastView));
}

/** On every fetch timer: each missing block is asked of the next seat, and missing certificates may be asked for again. */
export function askAgain(state: BftState): void {
  state.wantedViews = undefined;
  state.saidBehind = undefined;
  for (const [key, wanted] of state.wantedBlocks) {
    wanted.timesAsked += 1;
    wanted.asked = nextSeat(state, wanted.asked);
    // Everybody was asked, and nothing says that such a block exists.
    if (wanted.timesAsked > state.seats && !isCertain(state, key)) state.wantedBlocks.delete(key);
    else if (wanted.asked !== state.seat) state.out.send(wanted.asked, encodeWantBlock(wanted.blockId));
  }
}

/** A seat that has just connected may have what others could not give. */
export function askConnected(state: BftState, seat: number): void {
  for (const wanted of state.wantedBlocks.values()) state.out.send(seat, encodeWantBlock(wanted.blockId));
}

function nextSeat(state: BftState, seat: number): number {
  const next = (seat + 1) % state.seats;
  return next === state.seat ? (next + 1) % state.seats : next;
}
