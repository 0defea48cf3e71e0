import { encodeVoteMessage } from './message-codec';
import { FINALISE_VOTES_AGAIN } from './catch-up';
import { hasProposal } from './entitled';
import { gatherMs } from './gather';
import { encodeOwnProposal } from './propose';
import type { BftState } from './state';

/**
 * Half the view timer has gone by in a tree: what this seat voted and holds no certificate of goes to everybody, the *same* votes; a leader sends its whole
 * proposal. Whether the gateway was at fault shows when the certificate comes all the same, from others.
 */
export function fallBack(state: BftState): void {
  const routes = state.routes!;
  const { view } = state;
  const hadTime = !hasProposal(state, view) || state.nowMs - state.votedAtMs >= gatherMs(state);
  routes.fellBackIn = view;
  if (routes.gateway !== undefined && hadTime) routes.suspectedIn = view;
  sendNotarise(state);
  for (let below = Math.max(state.finalisedView + 1, view - FINALISE_VOTES_AGAIN); below <= view; below += 1) {
    const finalise = state.peek(below)?.finalise;
    const own = finalise?.of(state.seat!);
    if (own !== undefined && finalise!.held === undefined) state.out.send('all', encodeVoteMessage(own.vote));
  }
}

function sendNotarise(state: BftState): void {
  const round = state.peek(state.view);
  const own = round?.notarise.of(state.seat!);
  if (own === undefined || round!.notarise.held !== undefined) return;
  const block = state.blocks.get(own.key);
  state.out.send('all', block?.ref.proposer === state.seat ? encodeOwnProposal(state, block!) : encodeVoteMessage(own.vote));
}

/** Something arrived without the gateway that it ought to have passed on in time: it is avoided. What came through it clears it. */
export function judgeGateway(state: BftState, view: number, isFromGateway: boolean): void {
  const { routes } = state;
  if (routes?.gateway === undefined || routes.suspectedIn === 0 || view < routes.suspectedIn - 1) return;
  if (!isFromGateway) routes.avoid(routes.gateway, state.view);
  routes.suspectedIn = 0;
}
