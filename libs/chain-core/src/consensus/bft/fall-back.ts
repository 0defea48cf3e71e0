import { FINALISE_VOTES_AGAIN, sendStand } from './catch-up';
import { hasProposal } from './entitled';
import { gatherMs } from './gather';
import { encodeVoteMessage } from './message-codec';
import { encodeOwnProposal } from './propose';
import type { BftState } from './state';

/**
 * Half the view timer has gone by in a tree: what this seat voted and holds no certificate of goes to everybody, the *same* votes; a leader sends its whole
 * proposal. Whether the gateway was at fault shows when the certificate comes all the same, from others.
 */
export function fallBack(state: BftState): void {
  const routes = state.routes!;
  const isUnseen = !hasProposal(state, state.view);
  const overdue = [...sendNotarise(state), ...sendFinalise(state)];
  const hadTime = overdue.some((view) => view > routes.fellBackIn) && state.nowMs - state.votedAtMs >= gatherMs(state);
  if (isUnseen || hadTime) routes.suspectedIn = state.view;
  // Others may have gone on long ago; whoever has tells.
  if (isUnseen || overdue.length > 0) sendStand(state, routes.helper, false);
  routes.fellBackIn = state.view;
}

/** @returns the views whose votes had to be sent. */
function sendNotarise(state: BftState): number[] {
  const round = state.peek(state.view);
  const own = round?.notarise.of(state.seat!);
  if (own === undefined || round!.notarise.held !== undefined) return [];
  const block = state.blocks.get(own.key);
  state.out.send('all', block?.ref.proposer === state.seat ? encodeOwnProposal(state, block!) : encodeVoteMessage(own.vote));
  return [state.view];
}

function sendFinalise(state: BftState): number[] {
  const overdue: number[] = [];
  for (let view = Math.max(state.finalisedView + 1, state.view - FINALISE_VOTES_AGAIN); view <= state.view; view += 1) {
    const finalise = state.peek(view)?.finalise;
    const own = finalise?.of(state.seat!);
    if (own === undefined || finalise!.held !== undefined) continue;
    state.out.send('all', encodeVoteMessage(own.vote));
    overdue.push(view);
  }
  return overdue;
}

/** A certificate came that the gateway ought to have handed on in time. If it came from elsewhere the gateway is avoided, else it is cleared. */
export function judgeByCertificate(state: BftState, view: number, isFromGateway: boolean): void {
  const { routes } = state;
  if (routes?.gateway === undefined || routes.suspectedIn === 0 || view < routes.suspectedIn - 1) return;
  if (!isFromGateway) routes.avoid(routes.gateway, state.view);
  routes.suspectedIn = 0;
}

/** After half the timer a leader sends its proposal to everybody. Whoever sees it then for the first time was not handed it. */
export function judgeByProposal(state: BftState, view: number, from: number): void {
  const { routes } = state;
  if (routes?.gateway !== undefined && from !== routes.gateway && routes.fellBackIn === view) routes.avoid(routes.gateway, state.view);
}
