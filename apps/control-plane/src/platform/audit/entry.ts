import { createHash } from 'node:crypto';
import type { AuditEntry } from '@bystack/api';
import { canonicalJson } from '@bystack/chain-core/codec/json';

export type AuditBody = Omit<AuditEntry, 'hash'>;
/** What the first entry of an organisation names as its predecessor. */
export const AUDIT_START = '0'.repeat(64);

/** Hash of an entry: SHA-256 over the canonical JSON of everything else in it, its organisation and its predecessor's hash included. */
export function auditHash(organisationId: string, body: AuditBody): string {
  return createHash('sha256')
    .update(canonicalJson({ ...body, organisationId } as never))
    .digest('hex');
}

/**
 * Checks a complete trail. @returns the sequence number of the first entry that is not as it was written, or undefined.
 * `knownHead` (an agent's copy) shows a cut tail: the trail must contain it.
 */
export function verifyTrail(
  organisationId: string,
  entries: Iterable<AuditEntry>,
  knownHead?: string,
): { readonly brokenAt: number } | undefined {
  let previous = AUDIT_START;
  let sequence = 0;
  let sawHead = knownHead === undefined || knownHead === AUDIT_START;
  for (const { hash, ...body } of entries) {
    sequence += 1;
    if (body.sequence !== sequence || body.previousHash !== previous || auditHash(organisationId, body) !== hash)
      return { brokenAt: sequence };
    sawHead ||= hash === knownHead;
    previous = hash;
  }
  return sawHead ? undefined : { brokenAt: sequence + 1 };
}
