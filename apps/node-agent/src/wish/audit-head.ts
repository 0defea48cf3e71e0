import type { AuditHead, AuditHeadKept } from '@bystack/api';

/**
 * The head to keep after `told` came: within one life of the control plane it only goes forward, so that a trail that was cut short or
 * rewritten shows. A new life (a database restored from a backup) begins where it begins; the control plane was shown the old head by then.
 */
export function nextAuditHead(kept: AuditHeadKept | undefined, told: AuditHead | undefined, incarnation: string): { readonly kept?: AuditHeadKept; readonly trouble?: string } {
  if (!told) return { kept };
  const next = { incarnation, sequence: told.sequence, hash: told.hash };
  if (kept?.incarnation !== incarnation || told.sequence > kept.sequence) return { kept: next };
  if (told.sequence === kept.sequence && told.hash === kept.hash) return { kept };
  const trouble =
    told.sequence < kept.sequence
      ? `The audit trail went back from entry ${kept.sequence} to ${told.sequence}; this host keeps the hash of entry ${kept.sequence}.`
      : `Entry ${kept.sequence} of the audit trail has another hash than before; this host keeps the old one.`;
  return { kept, trouble };
}
