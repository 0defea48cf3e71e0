import type { Schedule } from '../schedule';

/** A node's timers, by name; one that is set again takes the place of the one before. */
export class NodeTimers {
  private readonly numbers = new Map<string, number>();
  private last = 0;

  constructor(private readonly schedule: Schedule) {}

  set(name: string, afterMs: number, call: () => void): void {
    this.last += 1;
    const number = this.last;
    this.numbers.set(name, number);
    this.schedule.after(afterMs * 1000, () => {
      if (this.numbers.get(name) !== number) return;
      this.numbers.delete(name);
      call();
    });
  }

  cancel(name: string): void {
    this.numbers.delete(name);
  }

  clear(): void {
    this.numbers.clear();
  }
}
