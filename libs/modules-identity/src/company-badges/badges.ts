import { equalBytes, fromHex, refuse, toHex, utf8, type ApplyContext, type Bytes, type CheckContext, type Hash, type PublicKey } from '@bystack/chain-core/module';
import { certificateId, checkSignature } from './anchor';
import { readBadgeWords } from './badge-words';
import { checkIssuing, checkValidity, findIssuer, textOf } from './find-issuer';
import { placedAt, type Params } from './params';
import { checkAdministrator, checkPlace } from './permissions';
import { holderOf, readMember, readOrganisation, readRevocation, writeCertificate, writeHolder, writeMember, writePast, type Badge, type Member } from './records';
import { isStanding } from './standing';
import { readCertificate, type Certificate } from './x509/read-certificate';
import { KEY_USAGE } from './x509/read-extensions';
import { readBase64, readPem } from './x509/read-pem';
import { verifySignature } from './x509/verify-signature';

type Check = CheckContext<Params>;
type Apply = ApplyContext<Params>;

export interface Enrolment {
  /** PEM. */
  readonly certificate: string;
  /** One of several authorities of the same name. */
  readonly authority?: string;
  /** Base64: the certificate's key's signature over the statement, when that is not the key that signs the transaction. */
  readonly proof?: string;
}
interface Checked {
  readonly certificate: Certificate;
  readonly member: Member & { readonly badge: Badge };
}

/** What a certificate's key signs (with SHA-256, unless it is Ed25519) to take a chain's key for its own. */
export function statementFor(chainId: Hash, key: PublicKey): string {
  return `bystack badge\nchain ${toHex(chainId)}\nkey ${toHex(key)}\n`;
}

/**
 * In this order: CALL_TOO_LATE, those of reading a certificate, CERTIFICATE_IS_AUTHORITY, USAGE_UNFIT, CERTIFICATE_NOT_YET_VALID, CERTIFICATE_EXPIRED, ISSUER_UNKNOWN, ISSUER_AMBIGUOUS, ORGANISATION_CLOSED,
 * ISSUER_RETIRED, ISSUER_EXPIRED, NAME_INVALID, BADGE_URI_INVALID, ROLE_NOT_ALLOWED, CERTIFICATE_REVOKED, CERTIFICATE_IN_USE, BADGE_HELD, PROOF_MISSING, SIGNATURE_WRONG, PROOF_WRONG.
 */
export function checkEnrol(context: Check, enrolment: Enrolment): Checked {
  checkPlace(context);
  return placedAt('/certificate', () => {
    const certificate = readCertificate(readPem(enrolment.certificate, 'CERTIFICATE'));
    checkUsage(certificate);
    checkValidity(context, certificate);
    const issuer = findIssuer(context.state, certificate, enrolment.authority);
    checkIssuing(context, issuer);
    const { organisation, endsAtMs } = issuer.authority;
    const { name, roles, attributes } = readBadgeWords(certificate, readOrganisation(context.state, organisation)!.roles);
    const badge = { organisation, authority: issuer.id, serial: toHex(certificate.serial), certificate: certificateId(certificate), attributes, endsAtMs: Math.min(certificate.notAfterMs + 1, endsAtMs) };
    checkFree(context, badge);
    const proof = proofFor(context, certificate, enrolment.proof);
    checkSignature(certificate, issuer.certificate);
    if (proof !== undefined) checkProof(context, certificate, proof);
    return { certificate, member: { name, roles, sinceMs: context.timeMs, badge, leftAtMs: null } };
  });
}

export function applyEnrol({ state, actor, timeMs, emit }: Apply, _enrolment: Enrolment, { certificate, member }: Checked): void {
  const before = readMember(state, actor);
  if (before !== undefined) writePast(state, actor, { ...before, leftAtMs: before.leftAtMs ?? timeMs });
  writeMember(state, actor, member);
  writeHolder(state, member.badge, actor);
  writeCertificate(state, member.badge.certificate, certificate.bytes);
  const { organisation, authority, serial } = member.badge;
  emit('enrolled', { key: toHex(actor), name: member.name, organisation, roles: member.roles, authority, serial });
}

const CLIENT_USAGES = ['1.3.6.1.5.5.7.3.2', '2.5.29.37.0'];

/** In this order: CERTIFICATE_IS_AUTHORITY, USAGE_UNFIT. */
function checkUsage({ isAuthority, keyUsage, extendedUsages }: Certificate): void {
  if (isAuthority) refuse('CERTIFICATE_IS_AUTHORITY');
  if (keyUsage !== undefined && (keyUsage & KEY_USAGE.digitalSignature) === 0) refuse('USAGE_UNFIT', { reason: 'its key usage has no digitalSignature' });
  if (extendedUsages !== undefined && !extendedUsages.some((usage) => CLIENT_USAGES.includes(usage))) refuse('USAGE_UNFIT', { reason: 'its extended key usage has no clientAuth' });
}

/** In this order: CERTIFICATE_REVOKED, CERTIFICATE_IN_USE, BADGE_HELD (of another organisation: of its own, one is replaced). */
function checkFree(context: Check, { organisation, authority, serial }: Badge): void {
  const { state, actor } = context;
  const revocation = readRevocation(state, authority, serial);
  if (revocation !== undefined) refuse('CERTIFICATE_REVOKED', { at: textOf(revocation.atMs) });
  const current = readMember(state, actor);
  const held = current !== undefined && isStanding(context, current) ? current.badge : null;
  const holder = holderOf(state, authority, serial);
  const isOwn = holder !== undefined && equalBytes(holder, actor) && held?.serial !== serial;
  if (holder !== undefined && !isOwn) refuse('CERTIFICATE_IN_USE', { key: toHex(holder) });
  if (held !== null && held.organisation !== organisation) refuse('BADGE_HELD', { organisation: held.organisation });
}

/** Whoever signs the transaction with the certificate's own key has proved enough. Refuses PROOF_MISSING, PROOF_WRONG. */
function proofFor({ actor }: Check, { key }: Certificate, proof: string | undefined): Bytes | undefined {
  if (key.kind === 'ed25519' && equalBytes(key.key, actor)) return undefined;
  if (proof === undefined) return refuse('PROOF_MISSING', { path: '/proof' });
  return readBase64(proof) ?? refuse('PROOF_WRONG', { path: '/proof' });
}

function checkProof({ chainId, actor }: Check, { key }: Certificate, signature: Bytes): void {
  const algorithm = { kind: key.kind, hash: key.kind === 'ed25519' ? '' : 'sha256' } as const;
  if (!verifySignature({ key, algorithm, message: utf8(statementFor(chainId, actor)), signature })) refuse('PROOF_WRONG', { path: '/proof' });
}

/** Refuses NOT_MEMBER. */
export function checkLeave(context: Check): Member {
  const member = readMember(context.state, context.actor);
  return member !== undefined && isStanding(context, member) ? member : refuse('NOT_MEMBER', { key: toHex(context.actor) });
}
export function applyLeave({ state, actor, timeMs, emit }: Apply, _payload: object, member: Member): void {
  writeMember(state, actor, { ...member, leftAtMs: timeMs });
  emit('left', { key: toHex(actor), name: member.name });
}

interface Dismissed {
  readonly key: string;
}
/** For those who take part without a certificate. In this order: NOT_ADMINISTRATOR, NOT_MEMBER, BADGE_NOT_DISMISSED. */
export function checkDismiss(context: Check, { key }: Dismissed): Member {
  checkAdministrator(context);
  const member = readMember(context.state, fromHex(key, 32)!);
  if (member === undefined || !isStanding(context, member)) return refuse('NOT_MEMBER', { path: '/key', key });
  return member.badge === null ? member : refuse('BADGE_NOT_DISMISSED', { key });
}
export function applyDismiss({ state, timeMs, emit }: Apply, { key }: Dismissed, member: Member): void {
  writeMember(state, fromHex(key, 32)!, { ...member, leftAtMs: timeMs });
  emit('left', { key, name: member.name });
}
