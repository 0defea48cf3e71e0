import { refuse, toHex, type ApplyContext, type CheckContext, type ReadView } from '@bystack/chain-core/module';
import { anchorOf, certificateId, checkSignature, isSelfSigned, readAuthorityCertificate, type Anchor } from './anchor';
import { checkIssuing, checkValidity, findIssuer } from './find-issuer';
import { LIMITS } from './limits';
import { checkNew } from './organisations';
import { placedAt, type Params } from './params';
import { checkPlace, keptOrganisation } from './permissions';
import { addAuthorityRecord, authoritiesOf, readAuthority, writeAuthority, type Authority } from './records';
import type { Certificate } from './x509/read-certificate';

type Check = CheckContext<Params>;
type Apply = ApplyContext<Params>;
interface Added {
  readonly organisation: string;
  readonly certificate: string;
}

/**
 * Another root of an organisation, or an authority below one that it has.
 * In this order: ORGANISATION_UNKNOWN, ORGANISATION_CLOSED, NOT_KEEPER, CALL_TOO_LATE, those of the certificate, AUTHORITY_EXISTS, TOO_MANY_AUTHORITIES, those of its issuer, PATH_TOO_LONG, SIGNATURE_WRONG.
 */
export function checkAddAuthority(context: Check, { organisation, certificate: pem }: Added): Anchor {
  keptOrganisation(context, organisation);
  checkPlace(context);
  return placedAt('/certificate', () => {
    const certificate = readAuthorityCertificate(pem);
    checkValidity(context, certificate);
    checkNew(context, { id: certificateId(certificate), certificate });
    if (authoritiesOf(context.state, organisation).length >= LIMITS.authoritiesMax) refuse('TOO_MANY_AUTHORITIES', { limit: LIMITS.authoritiesMax, namesakes: LIMITS.namesakesMax });
    return isSelfSigned(certificate) ? anchorOf(pem) : below(context, organisation, certificate);
  });
}

function below(context: Check, organisation: string, certificate: Certificate): Anchor {
  const issuer = findIssuer(context.state, certificate);
  const { authority, id } = issuer;
  if (authority.organisation !== organisation) refuse('ISSUER_UNKNOWN');
  checkIssuing(context, issuer);
  if (authority.below === 0) refuse('PATH_TOO_LONG');
  checkSignature(certificate, issuer.certificate);
  const limits = [certificate.pathLength, authority.below === null ? undefined : authority.below - 1].filter((limit) => limit !== undefined);
  const endsAtMs = Math.min(certificate.notAfterMs + 1, authority.endsAtMs);
  return { id: certificateId(certificate), certificate, record: { issuer: id, serial: toHex(certificate.serial), below: limits.length === 0 ? null : Math.min(...limits), endsAtMs, retiredAtMs: null, distrustedAtMs: null } };
}

export function applyAddAuthority({ state, timeMs, emit }: Apply, { organisation }: Added, { id, record, certificate }: Anchor): void {
  addAuthorityRecord(state, id, { ...record, organisation, addedAtMs: timeMs }, certificate);
  emit('authorityAdded', { organisation, authority: id });
}

interface Retired {
  readonly authority: string;
  /** Whether the badges that it gave stay good, or are void (its key is in other hands). */
  readonly badges: 'keep' | 'end';
}

/** In this order: AUTHORITY_UNKNOWN, ORGANISATION_CLOSED, NOT_KEEPER, AUTHORITY_RETIRED (unless its badges are to end now). */
export function checkRetireAuthority(context: Check, { authority: id, badges }: Retired): Authority {
  const authority = readAuthority(context.state, id) ?? refuse('AUTHORITY_UNKNOWN', { path: '/authority', authority: id });
  keptOrganisation(context, authority.organisation);
  if (badges === 'end' ? authority.distrustedAtMs !== null : authority.retiredAtMs !== null) refuse('AUTHORITY_RETIRED', { authority: id });
  return authority;
}
/** Whoever has the key of an authority can make others below it: when its badges end, so do theirs. */
export function applyRetireAuthority({ state, timeMs, emit }: Apply, { authority: id, badges }: Retired, { organisation }: Authority): void {
  const isEnd = badges === 'end';
  const affected = isEnd ? authoritiesOf(state, organisation).filter((each) => isAtOrBelow(state, each, id)) : [id];
  for (const each of affected) {
    const before = readAuthority(state, each)!;
    writeAuthority(state, each, { ...before, retiredAtMs: before.retiredAtMs ?? timeMs, distrustedAtMs: before.distrustedAtMs ?? (isEnd ? timeMs : null) });
    emit('authorityRetired', { organisation, authority: each, badges });
  }
}

function isAtOrBelow(state: ReadView, id: string, top: string): boolean {
  let at: string | null = id;
  while (at !== null && at !== top) at = readAuthority(state, at)!.issuer;
  return at === top;
}
