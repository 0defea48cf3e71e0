import type { Life } from './life';

export interface EngineTimersParts {
  readonly life: Life;
  ring(name: string): void;
}

/** The timers of a simulated engine, by name: one that is set again rings once, when the later time has come. */
export class EngineTimers {
  private readonly running = new Map<string, number>();
  private count = 0;

  constructor(private readonly parts: EngineTimersParts) {}

  set(name: string, afterUs: number): void {
    this.count += 1;
    const mine = this.count;
    this.running.set(name, mine);
    this.parts.life.later(afterUs, () => {
      if (this.running.get(name) !== mine) return;
      this.running.delete(name);
      this.parts.ring(name);
    });
  }

  cancel(name: string): void {
    this.running.delete(name);
  }

  cancelAll(): void {
    this.running.clear();
  }
}
