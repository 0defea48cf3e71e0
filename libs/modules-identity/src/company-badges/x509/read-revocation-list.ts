import { refuse, type Bytes } from '@bystack/chain-core/module';
import { LIMITS } from '../limits';
import { constructed, DerReader, malformed, TAG } from './der-reader';
import { readAlgorithm } from './keys';
import { readSerial, readSigned, type SignedDocument } from './read-certificate';
import { readExtensionList } from './read-extensions';
import { readName } from './read-name';
import { readTime } from './read-time';

/** A CA's list of certificates that are no longer good (RFC 5280, 5). */
export interface RevocationList extends SignedDocument {
  readonly thisUpdateMs: number;
  readonly serials: readonly Bytes[];
}

/** @throws Refusal as readCertificate, and REVOCATION_LIST_TOO_LONG {limit} */
export function readRevocationList(bytes: Bytes): RevocationList {
  if (bytes.length > LIMITS.revocationListBytesMax) refuse('REVOCATION_LIST_TOO_LONG', { limit: LIMITS.revocationListEntriesMax });
  const { message, body, outer, signature } = readSigned(bytes, 'revocation list');
  if (body.nextTag === TAG.integer && body.smallNumber('version') !== 1) malformed('version', 'not 2');
  if (Buffer.compare(body.whole(TAG.sequence, 'algorithm'), outer) !== 0) malformed('algorithm', 'not the one that it was signed with');
  const issuer = readName(body, 'issuer');
  const thisUpdateMs = readTime(body, 'this update');
  if (body.nextTag === TAG.utcTime || body.nextTag === TAG.generalizedTime) readTime(body, 'next update');
  const entries = body.optional(TAG.sequence, 'revoked certificates');
  const serials = entries === undefined ? [] : readEntries(entries);
  readListExtensions(body.optional(constructed(0), 'extensions'));
  body.end();
  return { message, signature, algorithm: readAlgorithm(outer), issuer, thisUpdateMs, serials };
}

function readEntries(entries: DerReader): readonly Bytes[] {
  const serials: Bytes[] = [];
  while (!entries.isAtEnd) {
    if (serials.length >= LIMITS.revocationListEntriesMax) refuse('REVOCATION_LIST_TOO_LONG', { limit: LIMITS.revocationListEntriesMax });
    const entry = entries.inside(TAG.sequence, 'revoked certificate');
    serials.push(readSerial(entry));
    readTime(entry, 'revocation date');
    if (!entry.isAtEnd) refuseCritical(entry.inside(TAG.sequence, 'extensions'));
    entry.end();
  }
  return serials.length === 0 ? malformed('revoked certificates', 'an empty list') : serials;
}

function readListExtensions(wrapped: DerReader | undefined): void {
  if (wrapped === undefined) return;
  refuseCritical(wrapped.inside(TAG.sequence, 'extensions'));
  wrapped.end();
}

/** A critical extension makes a list say less than it seems to: only some reasons, only changes, other issuers. */
function refuseCritical(reader: DerReader): void {
  for (const { id, isCritical } of readExtensionList(reader)) if (isCritical) refuse('EXTENSION_UNSUPPORTED', { extension: id });
}
