import { webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension, CRLDistributionPointsExtension, ExtendedKeyUsage, ExtendedKeyUsageExtension, KeyUsageFlags, KeyUsagesExtension, Name, Pkcs10CertificateRequest, SubjectAlternativeNameExtension, X509Certificate, X509CertificateGenerator,
} from '@peculiar/x509';
import type { IssueBadge } from '@bystack/api';
import { Refusal } from '@bystack/chain-core/primitives/refusal';
import { readCertificate } from '@bystack/modules-identity';
import { BACKDATED_MS, KEY, serialNumber, SIGNING } from '../../platform/certificates';
import { fail } from '../../platform/errors';
import { BADGE_LIMITS } from './limits';
import { ROLE } from './views';

export interface Issuer {
  readonly certificatePem: string;
  /** PKCS #8. */
  readonly privateKey: Uint8Array;
}
/** Who issues, and where anybody fetches what it revoked; null: nowhere. */
export interface Issuing extends Issuer {
  readonly revocationListUrl: string | null;
}
interface Request {
  readonly name: string;
  readonly publicKey: Pkcs10CertificateRequest['publicKey'];
}
const DAY_MS = 86_400_000;

/** A member's certificate in words that chains with company badges read. Refuses CSR_INVALID and BADGE_UNREADABLE. */
export async function issueCertificate(issuer: Issuing, { csrPem, roles, attributes = [], days = BADGE_LIMITS.daysDefault }: IssueBadge): Promise<{ readonly name: string; readonly certificate: X509Certificate }> {
  const { name, publicKey } = await readRequest(csrPem);
  const authority = new X509Certificate(issuer.certificatePem);
  const signingKey = await webcrypto.subtle.importKey('pkcs8', Uint8Array.from(issuer.privateKey), KEY, false, ['sign']);
  const uris = [...roles.map((role) => `${ROLE}${role}`), ...attributes.map((attribute) => `bystack:attribute:${attribute}`)];
  const now = Date.now();
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: new Name([{ CN: [{ utf8String: name }] }]),
    issuer: authority.subjectName,
    publicKey,
    signingKey,
    signingAlgorithm: SIGNING,
    notBefore: new Date(now - BACKDATED_MS),
    notAfter: new Date(Math.min(now + days * DAY_MS, authority.notAfter.getTime())),
    extensions: [
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth]),
      await AuthorityKeyIdentifierExtension.create(authority),
      ...(issuer.revocationListUrl === null ? [] : [new CRLDistributionPointsExtension([issuer.revocationListUrl])]),
      ...(uris.length === 0 ? [] : [new SubjectAlternativeNameExtension(uris.map((value) => ({ type: 'url', value })))]),
    ],
  });
  checkReadable(certificate);
  return { name, certificate };
}

/** Whoever asks must hold the key. */
async function readRequest(csrPem: string): Promise<Request> {
  const request = await parse(csrPem);
  const [name = '', ...others] = request?.subjectName.getField('CN') ?? [];
  if (request === undefined || name === '' || others.length > 0) return fail('CSR_INVALID', { field: '/csrPem' });
  return { name, publicKey: request.publicKey };
}

async function parse(csrPem: string): Promise<Pkcs10CertificateRequest | undefined> {
  try {
    const request = new Pkcs10CertificateRequest(csrPem);
    return (await request.verify()) ? request : undefined;
  } catch {
    return undefined;
  }
}

/** What chains would refuse is not handed out. */
function checkReadable(certificate: X509Certificate): void {
  try {
    readCertificate(new Uint8Array(certificate.rawData));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    fail('BADGE_UNREADABLE', { facts: { reason: error.code }, field: '/csrPem' });
  }
}
