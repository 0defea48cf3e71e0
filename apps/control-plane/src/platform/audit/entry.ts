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
