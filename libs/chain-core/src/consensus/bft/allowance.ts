/** So many of something for each seat within each window of time. */
export class Allowance {
  private readonly spent = new Map<number, { sinceMs: number; count: number }>();

  constructor(
    private readonly most: number,
    private readonly windowMs: number,
  ) {}

  /** Whether the seat has something left. */
  has(seat: number, nowMs: number): boolean {
    return this.window(seat, nowMs).count < this.most;
  }

  /** @returns whether there was something left to spend. */
  spend(seat: number, nowMs: number): boolean {
    const window = this.window(seat, nowMs);
    window.count += 1;
    return window.count <= this.most;
  }

  /** Clocks may be set back: a window from the future is over too. */
  private window(seat: number, nowMs: number): { sinceMs: number; count: number } {
    const window = this.spent.get(seat);
    if (window !== undefined && Math.abs(nowMs - window.sinceMs) < this.windowMs) return window;
    const fresh = { sinceMs: nowMs, count: 0 };
    this.spent.set(seat, fresh);
    return fresh;
  }
}
