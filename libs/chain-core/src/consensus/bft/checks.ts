import { Allowance } from './allowance';
import { BFT_LIMITS } from './limits';

/**
 * Bounds what seats that send bad signatures cost. No honest seat sends one: it sends its own votes, and only what it has checked of others'. So a
 * seat that has is not trusted again (its votes are verified one at a time, and hold nobody else's up), and after several within one window whatever
 * it sends that would have to be checked is dropped until the window is over.
 */
export class Checks {
  private readonly distrusted = new Set<number>();
  private readonly failed: Allowance;

  constructor(windowMs: number) {
    this.failed = new Allowance(BFT_LIMITS.failedChecksMax, windowMs);
  }

  get distrustedSeats(): readonly number[] {
    return [...this.distrusted].filter((seat) => seat >= 0);
  }

  isTrusted(seat: number): boolean {
    return !this.distrusted.has(seat);
  }

  /** @param from the seat that sent what is checked; -1: whoever is no seat. @returns false without a check when it sent too much that was bad. */
  run(from: number, nowMs: number, holds: () => boolean): boolean {
    if (!this.failed.has(from, nowMs)) return false;
    if (holds()) return true;
    this.blame(from, nowMs);
    return false;
  }

  /** The seat sent a signature that does not hold. */
  blame(from: number, nowMs: number): void {
    this.distrusted.add(from);
    this.failed.spend(from, nowMs);
  }
}
