import type { Schedule } from './schedule';

/** The time between two crashes of a simulated machine: what it planned before its power failed does not happen. */
export class Life {
  private number = 0;

  constructor(private readonly schedule: Schedule) {}

  /** The power fails. */
  end(): void {
    this.number += 1;
  }

  /** @returns whether this life still goes on, whenever it is asked. */
  watch(): () => boolean {
    const { number } = this;
    return () => this.number === number;
  }

  /** Performs `action` after a while, unless the machine has crashed by then. */
  later(delayUs: number, action: () => void): void {
    const goesOn = this.watch();
    this.schedule.after(delayUs, () => {
      if (goesOn()) action();
    });
  }
}
