import { refuse, toHex, type CallContext, type ReadView } from '@bystack/chain-core/module';
import { LIMITS } from './limits';
import type { Params } from './params';
import { readOrganisation, type Organisation } from './records';

type Context = CallContext<Params, ReadView>;

function isAdmin({ params, actor }: Context): boolean {
  return params.admins?.includes(toHex(actor)) === true;
}

export function checkAdministrator(context: Context): void {
  if (!isAdmin(context)) refuse('NOT_ADMINISTRATOR', { key: toHex(context.actor) });
}

/** In this order: ORGANISATION_UNKNOWN, ORGANISATION_CLOSED. */
export function openOrganisation({ state }: Context, organisation: string): Organisation {
  const found = readOrganisation(state, organisation) ?? refuse('ORGANISATION_UNKNOWN', { path: '/organisation', organisation });
  if (found.closedAtMs !== null) refuse('ORGANISATION_CLOSED', { organisation });
  return found;
}

/** In this order: ORGANISATION_UNKNOWN, ORGANISATION_CLOSED, NOT_KEEPER. */
export function keptOrganisation(context: Context, organisation: string): Organisation {
  const found = openOrganisation(context, organisation);
  const key = toHex(context.actor);
  if (!found.keepers.includes(key) && !isAdmin(context)) refuse('NOT_KEEPER', { organisation, key });
  return found;
}

/** A signature of a certificate costs as much as many ordinary calls, and what a transaction takes is counted by entries of the state. */
export function checkPlace({ callIndex }: Context): void {
  if (callIndex >= LIMITS.checkedCallsMax) refuse('CALL_TOO_LATE', { limit: LIMITS.checkedCallsMax });
}
