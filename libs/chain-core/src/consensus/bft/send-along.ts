import type { Bytes } from '../../primitives/bytes';
import type { Vote } from '../../protocol/vote';
import { encodeCertificateMessage, encodeFollow, encodeVoteMessage } from './message-codec';
import type { HeldCertificate } from './ballots';
import type { BftState } from './state';

/** Sends to each of these seats but this one and `except`. */
export function sendEach(state: BftState, to: 'all' | Iterable<number>, bytes: Bytes, except = -1): void {
  if (to === 'all') return state.out.send('all', bytes);
  for (const seat of to) if (seat !== state.seat && seat !== except) state.out.send(seat, bytes);
}

/** An own vote goes where the topology sends it. What nullifies, and what comes after half the timer, goes to everybody. */
export function sendVote(state: BftState, vote: Vote): void {
  const { routes } = state;
  const bytes = encodeVoteMessage(vote);
  if (vote.kind === 'nullify' || routes === undefined || routes.upwards === 'all' || routes.fellBackIn >= vote.view) return state.out.send('all', bytes);
  if (!routes.isGateway) return state.out.send(routes.gateway!, bytes);
  // A gateway's own vote goes with those of its followers (gather.ts).
  if (routes.followers.size === 0) sendEach(state, routes.upwards, bytes);
  sendEach(state, routes.orphans, bytes);
}

/** A leader's proposal goes to the gateways, and from a gateway to its own followers. */
export function sendProposal(state: BftState, bytes: Bytes): void {
  const { routes } = state;
  sendEach(state, routes?.upwards ?? 'all', bytes);
  if (routes !== undefined && routes.upwards !== 'all') sendEach(state, [...routes.followers, ...routes.orphans], bytes);
}

/** A gateway hands on to its followers what it got. */
export function handDown(state: BftState, bytes: Bytes, except: number): void {
  if (state.routes !== undefined) sendEach(state, state.routes.followers, bytes, except);
}

/** Made before this gateway had passed its followers' votes on, it goes to the other gateways in their place: they may lack just these. */
export function handDownCertificate(state: BftState, held: HeldCertificate): void {
  const { routes } = state;
  const { kind, view } = held.certificate;
  if (routes === undefined || kind === 'nullify') return;
  if (!routes.isGateway) return held.isMade ? tellOwnVote(state, held) : undefined;
  const bytes = encodeCertificateMessage(held.encoded);
  const ballots = state.peek(view)?.ballots(kind);
  if (routes.followers.size > 0 && held.isMade && ballots?.wasPassedUp === undefined) sendEach(state, routes.upwards, bytes);
  if (ballots !== undefined) ballots.wasPassedUp ??= new Set();
  handDown(state, bytes, -1);
  sendEach(state, [...routes.orphans].filter((seat) => routes.topology.gatewayOf(seat) === state.seat), bytes);
}

/**
 * A child makes a certificate by itself only when others send to everybody, as they do without a gateway. Its own vote went to its gateway alone, which may
 * be down too: then the others lack just this vote, and nobody would send it again, for whoever holds a certificate has no vote overdue.
 */
function tellOwnVote(state: BftState, { certificate: { kind, view }, key }: HeldCertificate): void {
  const own = state.peek(view)?.ballots(kind).of(state.seat!);
  if (own?.key === key && state.routes!.upwards !== 'all' && state.routes!.fellBackIn < view) state.out.send('all', encodeVoteMessage(own.vote));
}

/** Relies on another gateway when the one before is avoided, or may be relied on again. Both are told, and everybody when there is none. */
export function chooseGateway(state: BftState): void {
  const { routes } = state;
  const change = routes?.choose(state.view);
  if (routes === undefined || change === undefined) return;
  const bytes = encodeFollow(routes.gateway);
  if (routes.gateway === undefined || change.before === undefined) return state.out.send('all', bytes);
  sendEach(state, [change.before, routes.gateway], bytes);
}

/** A gateway that came back knows only its own children. */
export function tellGateway(state: BftState, seat: number): void {
  const { routes } = state;
  if (routes?.gateway === seat && routes.topology.gatewayOf(state.seat!) !== seat) state.out.send(seat, encodeFollow(seat));
}
