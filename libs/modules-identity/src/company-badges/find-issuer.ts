import { equalBytes, refuse, type Bytes, type ModuleContext, type ReadView } from '@bystack/chain-core/module';
import { distrustOf } from './distrust';
import type { Params } from './params';
import { authoritiesNamed, readAuthority, readCertificateBytes, readOrganisation, type Authority } from './records';
import { readCertificate, type Certificate } from './x509/read-certificate';

export interface Issuer {
  readonly id: string;
  readonly certificate: Certificate;
  readonly authority: Authority;
}
type Context = ModuleContext<Params>;

const read = new WeakMap<Bytes, Certificate>();

export function authorityCertificate(state: ReadView, id: string): Certificate {
  const bytes = readCertificateBytes(state, id)!;
  const certificate = read.get(bytes) ?? readCertificate(bytes);
  read.set(bytes, certificate);
  return certificate;
}

/**
 * The authority on the chain that a certificate names as its issuer: by name, and by key identifier where both have one.
 * @param named one of them, when several go by that name
 * In this order: ISSUER_UNKNOWN, ISSUER_AMBIGUOUS.
 */
export function findIssuer(state: ReadView, document: { issuer: { bytes: Bytes }; authorityKeyId?: Bytes | undefined }, named?: string): Issuer {
  const found = authoritiesNamed(state, document.issuer.bytes).filter((id) => named === undefined || id === named).map((id) => ({ id, certificate: authorityCertificate(state, id) }));
  const fits = found.filter(({ certificate: { subjectKeyId } }) => document.authorityKeyId === undefined || subjectKeyId === undefined || equalBytes(document.authorityKeyId, subjectKeyId));
  const [first] = fits;
  if (first === undefined) return refuse('ISSUER_UNKNOWN');
  if (fits.length > 1) refuse('ISSUER_AMBIGUOUS', { count: fits.length });
  return { ...first, authority: readAuthority(state, first.id)! };
}

/** In this order: ORGANISATION_CLOSED, ISSUER_RETIRED, ISSUER_EXPIRED. */
export function checkIssuing({ state, timeMs }: Context, { id, authority, certificate }: Issuer): void {
  const { organisation } = authority;
  if (readOrganisation(state, organisation)!.closedAtMs !== null) refuse('ORGANISATION_CLOSED', { organisation });
  if (authority.retiredAtMs !== null || distrustOf(state, id) !== null) refuse('ISSUER_RETIRED');
  if (timeMs < certificate.notBeforeMs || timeMs >= authority.endsAtMs) refuse('ISSUER_EXPIRED');
}

/** In this order: CERTIFICATE_NOT_YET_VALID, CERTIFICATE_EXPIRED. */
export function checkValidity({ timeMs }: Context, { notBeforeMs, notAfterMs }: Certificate): void {
  const now = textOf(timeMs);
  if (timeMs < notBeforeMs) refuse('CERTIFICATE_NOT_YET_VALID', { notBefore: textOf(notBeforeMs), now });
  if (timeMs > notAfterMs) refuse('CERTIFICATE_EXPIRED', { notAfter: textOf(notAfterMs), now });
}

export function textOf(ms: number): string {
  return new Date(ms).toISOString();
}
