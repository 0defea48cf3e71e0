import { toBinary } from '../crypto/hash';
import { refuse } from '../primitives/refusal';
import type { Lock } from '../protocol/transaction';

/** Public keys of a transaction's signers, as binary strings. `needed` collects those that something asked for. */
export class Signers {
  private readonly needed = new Set<string>();

  constructor(private readonly keys: ReadonlySet<string>) {}

  has(key: string): boolean {
    if (!this.keys.has(key)) return false;
    this.needed.add(key);
    return true;
  }

  /** A signature that nothing needs could be taken away or added by anybody on the way: it is refused. */
  refuseUnneeded(): void {
    if (this.needed.size !== this.keys.size) refuse('SIGNATURE_UNNEEDED', { signatures: this.keys.size, needed: this.needed.size });
  }
}

/** Refuses unless the signers may open the lock at this time. Facts say which input. */
export function openLock(lock: Lock, signers: Signers, timeMs: number, input: number): void {
  if (lock.kind !== 'keys') refuse('MODULE_LOCKED', { input });
  let present = 0;
  for (const key of lock.keys) if (signers.has(toBinary(key))) present += 1;
  if (present < lock.threshold) refuse('SIGNATURE_MISSING', { input, present, threshold: lock.threshold });
  if (lock.notBeforeMs !== undefined && timeMs < lock.notBeforeMs) refuse('LOCKED_UNTIL', { input, notBeforeMs: lock.notBeforeMs });
}
