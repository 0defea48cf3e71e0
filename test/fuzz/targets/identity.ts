import { DerReader, TAG } from '../../../libs/modules-identity/src/company-badges/x509/der-reader';
import { readCertificate } from '../../../libs/modules-identity/src/company-badges/x509/read-certificate';
import { readPem } from '../../../libs/modules-identity/src/company-badges/x509/read-pem';
import { readRevocationList } from '../../../libs/modules-identity/src/company-badges/x509/read-revocation-list';
import { readTime } from '../../../libs/modules-identity/src/company-badges/x509/read-time';
import { basicConstraints, certificateBytes, extendedUsage, keyUsage, pem, revocationListBytes, uris } from '../../../libs/modules-identity/src/company-badges/testing/make-certificate';
import { time } from '../../../libs/modules-identity/src/company-badges/testing/der-writer';
import { ACCEPTED } from '../../../libs/modules-identity/src/company-badges/testing/openssl-made';
import { isRefusal, target, type FuzzTarget } from '../target';

const FOLDER = 'modules-identity/company-badges/x509';
const made = Object.values(ACCEPTED);
const certificates = [
  certificateBytes({ name: 'Ann', issuer: { name: 'CA' }, units: ['notary'] }),
  certificateBytes({ name: 'CA', issuer: { name: 'CA' }, extensions: [basicConstraints(1), keyUsage(1, 0x06), extendedUsage('1.3.6.1.5.5.7.3.2'), uris('bystack:role:notary')] }),
  ...made.flatMap(({ ca, member }) => [readPem(ca, 'CERTIFICATE'), readPem(member, 'CERTIFICATE')]),
];
const lists = [revocationListBytes({ issuer: 'CA', serials: [1, 200] }), ...made.map(({ list }) => readPem(list, 'X509 CRL'))];

/** What companies bring to a chain, made by programs that are not ours. */
export const IDENTITY_TARGETS: readonly FuzzTarget[] = [
  target({ decoder: `${FOLDER}/read-certificate readCertificate`, form: 'binary', corpus: certificates, decode: readCertificate, encode: ({ bytes }) => bytes, refuses: isRefusal }),
  target({ decoder: `${FOLDER}/read-revocation-list readRevocationList`, form: 'binary', corpus: lists, decode: readRevocationList, refuses: isRefusal }),
  target({ decoder: `${FOLDER}/read-pem readPem`, form: 'binary', corpus: [Buffer.from(pem(certificates[0]!))], decode: (bytes) => readPem(Buffer.from(bytes).toString('latin1'), 'CERTIFICATE'), refuses: isRefusal }),
  target({ decoder: `${FOLDER}/read-time readTime`, form: 'binary', corpus: [time(0), time(4_102_444_800_000)], decode: (bytes) => readWholeTime(bytes), encode: time, refuses: isRefusal }),
  target({ decoder: `${FOLDER}/der-reader DerReader`, form: 'binary', corpus: certificates, decode: (bytes) => elementsOf(bytes), refuses: isRefusal }),
];

function readWholeTime(bytes: Uint8Array): number {
  const reader = new DerReader(bytes, 'time');
  const ms = readTime(reader, 'time');
  reader.end();
  return ms;
}

/** Whatever elements there are, one level of each. */
function elementsOf(bytes: Uint8Array): number {
  const outer = new DerReader(bytes, 'all').inside(TAG.sequence, 'all');
  let count = 0;
  for (; !outer.isAtEnd; count += 1) outer.any('element');
  return count;
}
