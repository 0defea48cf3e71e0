import { toBinary } from '../crypto/hash';
import { refuse } from '../primitives/refusal';
import type { Lock } from '../protocol/transaction';

/** Those who signed a transaction; they are few. */
export class Signers {
  /** By place, whether something asked for it. */
  private readonly isNeeded: boolean[];

  /** @param keys public keys as binary strings, each once */
  constructor(private readonly keys: readonly string[]) {
    this.isNeeded = keys.map(() => false);
  }

  has(key: string): boolean {
    const place = this.keys.indexOf(key);
    if (place >= 0) this.isNeeded[place] = true;
    return place >= 0;
  }

  /** A signature that nothing needs could be taken away or added by anybody on the way: it is refused. */
  refuseUnneeded(): void {
    if (!this.isNeeded.includes(false)) return;
    refuse('SIGNATURE_UNNEEDED', { signatures: this.keys.length, needed: this.isNeeded.filter(Boolean).length });
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
