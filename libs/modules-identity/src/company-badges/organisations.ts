import { refuse, type ApplyContext, type CheckContext } from '@bystack/chain-core/module';
import { comparedName, isCleanName } from '../clean-name';
import { anchorOf, type Anchor } from './anchor';
import { checkValidity } from './find-issuer';
import { LIMITS } from './limits';
import { placedAt, type NewOrganisation, type Params } from './params';
import { checkAdministrator, checkPlace, keptOrganisation, openOrganisation } from './permissions';
import { addAuthorityRecord, authoritiesNamed, isNameTaken, readAuthority, readOrganisation, writeOrganisation, type Organisation } from './records';

type Check = CheckContext<Params>;
type Apply = ApplyContext<Params>;

/** In this order: NOT_ADMINISTRATOR, CALL_TOO_LATE, ORGANISATION_EXISTS, NAME_INVALID, NAME_TAKEN, then those of the certificate, AUTHORITY_EXISTS, TOO_MANY_AUTHORITIES. */
export function checkAddOrganisation(context: Check, { organisation, name, certificate }: NewOrganisation): Anchor {
  checkAdministrator(context);
  checkPlace(context);
  if (readOrganisation(context.state, organisation) !== undefined) refuse('ORGANISATION_EXISTS', { path: '/organisation', organisation });
  checkName(context, name);
  const anchor = placedAt('/certificate', () => anchorOf(certificate));
  placedAt('/certificate', () => checkValidity(context, anchor.certificate));
  checkNew(context, anchor);
  return anchor;
}
export function applyAddOrganisation({ state, timeMs, emit }: Apply, { organisation, name, roles = [], keepers = [] }: NewOrganisation, anchor: Anchor): void {
  writeOrganisation(state, organisation, { name, roles: [...roles].sort(), keepers, addedAtMs: timeMs, closedAtMs: null });
  addAuthorityRecord(state, anchor.id, { ...anchor.record, organisation, addedAtMs: timeMs }, anchor.certificate);
  emit('organisationAdded', { organisation, name, authority: anchor.id });
}

/** In this order: AUTHORITY_EXISTS, TOO_MANY_AUTHORITIES. */
export function checkNew({ state }: Check, { id, certificate }: Pick<Anchor, 'id' | 'certificate'>): void {
  if (readAuthority(state, id) !== undefined) refuse('AUTHORITY_EXISTS', { path: '/certificate' });
  if (authoritiesNamed(state, certificate.subject.bytes).length >= LIMITS.namesakesMax) refuse('TOO_MANY_AUTHORITIES', { limit: LIMITS.authoritiesMax, namesakes: LIMITS.namesakesMax });
}

interface Change {
  readonly organisation: string;
  readonly name?: string;
  readonly roles?: readonly string[];
}
/** In this order: NOT_ADMINISTRATOR, ORGANISATION_UNKNOWN, ORGANISATION_CLOSED, NAME_INVALID, NAME_TAKEN (a new spelling of its own name is free). */
export function checkChangeOrganisation(context: Check, { organisation, name }: Change): Organisation {
  checkAdministrator(context);
  const found = openOrganisation(context, organisation);
  if (name !== undefined) checkName(context, name, found.name);
  return found;
}
export function applyChangeOrganisation({ state, emit }: Apply, { organisation, name, roles }: Change, before: Organisation): void {
  const after = { ...before, name: name ?? before.name, roles: [...(roles ?? before.roles)].sort() };
  writeOrganisation(state, organisation, after, before);
  emit('organisationChanged', { organisation, name: after.name, roles: after.roles });
}

interface Keepers {
  readonly organisation: string;
  readonly keepers: readonly string[];
}
export function checkSetKeepers(context: Check, { organisation }: Keepers): Organisation {
  return keptOrganisation(context, organisation);
}
export function applySetKeepers({ state, emit }: Apply, { organisation, keepers }: Keepers, before: Organisation): void {
  writeOrganisation(state, organisation, { ...before, keepers });
  emit('keepersChanged', { organisation, keepers });
}

interface Which {
  readonly organisation: string;
}
/** In this order: NOT_ADMINISTRATOR, ORGANISATION_UNKNOWN, ORGANISATION_CLOSED. */
export function checkCloseOrganisation(context: Check, { organisation }: Which): Organisation {
  checkAdministrator(context);
  return openOrganisation(context, organisation);
}
export function applyCloseOrganisation({ state, timeMs, emit }: Apply, { organisation }: Which, before: Organisation): void {
  writeOrganisation(state, organisation, { ...before, closedAtMs: timeMs });
  emit('organisationClosed', { organisation });
}

function checkName({ state }: Check, name: string, ownName?: string): void {
  if (!isCleanName(name)) refuse('NAME_INVALID', { path: '/name', reason: 'a name has no control characters and no spaces at its ends' });
  const isOwn = ownName !== undefined && comparedName(ownName) === comparedName(name);
  if (!isOwn && isNameTaken(state, name)) refuse('NAME_TAKEN', { path: '/name', name });
}
