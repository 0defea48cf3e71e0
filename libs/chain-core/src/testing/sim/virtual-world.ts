import type { Bytes } from '../../primitives/bytes';
import { Links } from './links';
import { Random } from './random';
import { Schedule } from './schedule';
import { settled } from './settled';
import type { Violation } from './sim-engine';
import { Trace } from './trace';

/** What every simulated world has: time, chance, links, and a trace of all that arrives. It runs until something is done, noticed, or takes too long. */
export abstract class VirtualWorld {
  readonly schedule = new Schedule();
  readonly random: Random;
  readonly trace = new Trace();
  readonly links: Links;
  /** How often (permille) somebody honest loses power between beginning to write and having written. */
  powerLossPermille = 0;

  constructor(seed: number) {
    this.random = new Random(seed);
    this.links = new Links(this.schedule, this.random);
  }

  abstract get violations(): readonly Violation[];

  /** An engine never throws; one that does has stopped its node. */
  protected abstract crashed(what: string): void;

  /** Since the beginning. */
  get elapsedMs(): number {
    return Math.floor(this.schedule.nowUs / 1000);
  }

  /** Runs until `untilMs` since the beginning, or until `isDone`. @returns whether it was done. */
  run(untilMs: number, isDone: () => boolean = () => false): boolean {
    while (this.violations.length === 0) {
      if (isDone()) return true;
      if (!this.stepSafely(untilMs * 1000)) break;
    }
    this.schedule.nowUs = Math.max(this.schedule.nowUs, untilMs * 1000);
    return isDone();
  }

  /** As `run`; whatever awaits something goes on before the next moment. */
  async pass(untilMs: number, isDone: () => boolean = () => false): Promise<boolean> {
    while (this.violations.length === 0) {
      if (isDone()) return true;
      if (!this.stepSafely(untilMs * 1000)) break;
      await settled();
    }
    this.schedule.nowUs = Math.max(this.schedule.nowUs, untilMs * 1000);
    return isDone();
  }

  /** Over a link. @param said bytes that belong into the trace */
  protected carry(from: number, to: number, said: Bytes | undefined, hear: () => void): void {
    this.links.carry(from, to, () => {
      this.trace.number(this.schedule.nowUs * 64 + from * 8 + to);
      if (said !== undefined) this.trace.bytes(said);
      hear();
    });
  }

  private stepSafely(untilUs: number): boolean {
    try {
      return this.schedule.step(untilUs);
    } catch (error) {
      this.crashed(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return false;
    }
  }
}
