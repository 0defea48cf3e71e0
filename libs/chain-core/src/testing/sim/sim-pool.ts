import type { Life } from './life';

/** What got lost is said again, ever less often, as real nodes say it again on a new connection. */
const GOSSIP_AGAIN_US = 500_000;
const GOSSIP_AGAIN_US_MAX = 4_000_000;

export interface SimPoolParts {
  readonly life: Life;
  isFinal(transaction: number): boolean;
  gossip(transaction: number): void;
  /** There is something to put into blocks now, or nothing more. */
  onWork(waiting: boolean): void;
}

/** The transactions that wait at one node. */
export class SimPool {
  readonly waiting = new Set<number>();

  constructor(private readonly parts: SimPoolParts) {}

  /** From a client: others are told of it. */
  submit(transaction: number): void {
    if (this.isKnown(transaction)) return;
    this.waiting.add(transaction);
    this.gossip(transaction, GOSSIP_AGAIN_US);
    this.parts.onWork(true);
  }

  /** From another node. */
  admit(transaction: number): void {
    if (this.isKnown(transaction)) return;
    this.waiting.add(transaction);
    this.parts.onWork(true);
  }

  /** There are new final blocks. */
  forgetFinal(): void {
    const before = this.waiting.size;
    for (const transaction of this.waiting) if (this.parts.isFinal(transaction)) this.waiting.delete(transaction);
    if (before > 0 && this.waiting.size === 0) this.parts.onWork(false);
  }

  clear(): void {
    this.waiting.clear();
  }

  private isKnown(transaction: number): boolean {
    return this.waiting.has(transaction) || this.parts.isFinal(transaction);
  }

  private gossip(transaction: number, againUs: number): void {
    if (!this.waiting.has(transaction)) return;
    this.parts.gossip(transaction);
    this.parts.life.later(againUs, () => this.gossip(transaction, Math.min(2 * againUs, GOSSIP_AGAIN_US_MAX)));
  }
}
