import type { AuditEntry, AuditFault, AuditHead, AuditVerification } from '@bystack/api';
import { AUDIT_START, auditHash } from './entry';

/** Checks a complete trail, entry by entry from the first, against its own hashes and against heads that were kept elsewhere. */
export class TrailCheck {
  readonly #kept = new Map<number, Set<string>>();
  readonly #farthest: number;
  #entries = 0;
  #previous = AUDIT_START;
  #fault: AuditFault | undefined;

  constructor(
    private readonly organisationId: string,
    witnesses: readonly AuditHead[] = [],
  ) {
    for (const { sequence, hash } of witnesses) this.#kept.set(sequence, (this.#kept.get(sequence) ?? new Set()).add(hash));
    this.#farthest = Math.max(0, ...this.#kept.keys());
    this.#compare(0, AUDIT_START);
  }

  /** @param entry undefined when what is stored cannot even be read. */
  add(entry: AuditEntry | undefined): void {
    this.#entries += 1;
    if (this.#fault) return;
    const reason = this.#wrongWith(entry, this.#entries);
    if (reason) this.#fault = { sequence: this.#entries, reason };
    else this.#compare(this.#entries, (this.#previous = entry?.hash ?? ''));
  }

  end(): Pick<AuditVerification, 'holds' | 'entries' | 'firstFault'> {
    if (!this.#fault && this.#farthest > this.#entries) this.#fault = { sequence: this.#entries + 1, reason: 'cut-short' };
    return { holds: !this.#fault, entries: this.#entries, ...(this.#fault && { firstFault: this.#fault }) };
  }

  #wrongWith(entry: AuditEntry | undefined, sequence: number): AuditFault['reason'] | undefined {
    if (!entry) return 'changed';
    const { hash, ...body } = entry;
    if (body.sequence > sequence) return 'missing';
    const asWritten = body.sequence === sequence && body.previousHash === this.#previous && auditHash(this.organisationId, body) === hash;
    return asWritten ? undefined : 'changed';
  }

  #compare(sequence: number, hash: string): void {
    const kept = this.#kept.get(sequence);
    if (kept && [...kept].some((one) => one !== hash)) this.#fault = { sequence, reason: 'differs-from-witness' };
  }
}

/** Checks a complete trail that is at hand. @returns the number of the first entry that is not as it was written, or undefined. */
export function verifyTrail(
  organisationId: string,
  entries: readonly AuditEntry[],
  witness?: AuditHead,
): { readonly brokenAt: number } | undefined {
  const check = new TrailCheck(organisationId, witness && [witness]);
  for (const entry of entries) check.add(entry);
  const { firstFault } = check.end();
  return firstFault && { brokenAt: firstFault.sequence };
}
