import { type Bytes } from '@bystack/chain-core/module';
import { LIMITS } from '../limits';
import { constructed, DerReader, malformed, primitive, TAG } from './der-reader';
import { readAlgorithm, readSubjectKey, type Algorithm, type SubjectKey } from './keys';
import { readExtensionList, readExtensions, type Extensions } from './read-extensions';
import { readName, type Name } from './read-name';
import { readTime } from './read-time';

/** What was signed, by whom and how: a certificate, or a list of revoked ones. */
export interface SignedDocument {
  readonly issuer: Name;
  readonly algorithm: Algorithm;
  /** The bytes under the signature. */
  readonly message: Bytes;
  readonly signature: Bytes;
}
export interface Certificate extends SignedDocument, Extensions {
  /** All of it: DER. */
  readonly bytes: Bytes;
  /** Without leading zeros. */
  readonly serial: Bytes;
  readonly subject: Name;
  readonly notBeforeMs: number;
  /** Still valid at this instant. */
  readonly notAfterMs: number;
  readonly key: SubjectKey;
}

/**
 * An X.509 certificate (RFC 5280) of version 1 or 3, in DER.
 * @throws Refusal CERTIFICATE_MALFORMED {at, reason}, ALGORITHM_UNSUPPORTED {what}, KEY_WEAK {bits, min, max}, EXTENSION_UNSUPPORTED {extension}
 */
export function readCertificate(bytes: Bytes): Certificate {
  if (bytes.length > LIMITS.certificateBytesMax) malformed('certificate', `larger than ${LIMITS.certificateBytesMax} bytes`);
  const { message, body, outer, signature } = readSigned(bytes, 'certificate');
  const version = body.optional(constructed(0), 'version');
  const isThird = version !== undefined;
  if (version !== undefined && version.smallNumber('version') !== 2) malformed('version', 'neither 1 nor 3');
  version?.end();
  const serial = readSerial(body);
  const inner = body.whole(TAG.sequence, 'algorithm');
  if (Buffer.compare(inner, outer) !== 0) malformed('algorithm', 'not the one that it was signed with');
  const issuer = readName(body, 'issuer');
  const validity = body.inside(TAG.sequence, 'validity');
  const [notBeforeMs, notAfterMs] = [readTime(validity, 'not before'), readTime(validity, 'not after')];
  validity.end();
  const subject = readName(body, 'subject');
  const key = readSubjectKey(body.inside(TAG.sequence, 'key'));
  const extensions = readTail(body, isThird);
  return { bytes, message, signature, algorithm: readAlgorithm(outer), serial, issuer, subject, notBeforeMs, notAfterMs, key, ...extensions };
}

/** SIGNED{...}: the body to be signed, the algorithm, the signature. */
export function readSigned(bytes: Bytes, what: string) {
  const reader = new DerReader(bytes, what);
  const signed = reader.inside(TAG.sequence, what);
  reader.end();
  const message = signed.whole(TAG.sequence, what);
  const outer = signed.whole(TAG.sequence, 'algorithm');
  const signature = signed.bitBytes('signature');
  signed.end();
  return { message, body: new DerReader(message, what).inside(TAG.sequence, what), outer, signature };
}

export function readSerial(reader: DerReader): Bytes {
  const serial = reader.integer('serial number');
  if (serial[0]! >= 0x80 || (serial.length === 1 && serial[0] === 0)) malformed('serial number', 'not above zero');
  const plain = serial[0] === 0 ? serial.subarray(1) : serial;
  return plain.length > LIMITS.serialBytesMax ? malformed('serial number', `more than ${LIMITS.serialBytesMax} bytes`) : plain;
}

function readTail(body: DerReader, isThird: boolean): Extensions {
  for (const n of [1, 2]) if (body.nextTag === primitive(n)) malformed('unique identifiers', 'these are not read');
  const list = isThird ? body.optional(constructed(3), 'extensions') : undefined;
  const extensions = list === undefined ? [] : readExtensionList(list.inside(TAG.sequence, 'extensions'));
  list?.end();
  body.end();
  return readExtensions(extensions);
}
