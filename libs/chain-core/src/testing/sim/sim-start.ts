import type { EngineEvent } from '../../consensus/engine';
import { StartGate } from '../../node/start-gate';
import type { Bytes } from '../../primitives/bytes';
import type { Life } from './life';

/** More that happens is not remembered. */
const WAITING_MAX = 2_000;

export interface SimStartParts {
  readonly life: Life;
  /** Asks a seat what it saw of this node's votes. */
  ask(seat: number): void;
  /** See StartGateParts. */
  heed(recalled: Bytes): number | undefined;
  /** It may take part: everything that happened meanwhile, oldest first. */
  give(event: EngineEvent): void;
}

/** A node's way into its committee: it takes part once enough others have told it what they saw of its votes, and until then events wait. */
export class SimStart {
  /** Undefined once it takes part. */
  private waiting: EngineEvent[] | undefined = [];
  private readonly gate: StartGate;

  constructor(
    private readonly others: readonly number[],
    answersNeeded: number,
    private readonly parts: SimStartParts,
  ) {
    this.gate = new StartGate({ answersNeeded }, {
      ask: (seat) => parts.ask(seat),
      connected: () => others,
      later: (pauseMs, call) => this.cancellable(pauseMs, call),
      heed: (recalled) => parts.heed(recalled),
      onOpen: () => this.takePart(),
    });
  }

  begin(): void {
    this.gate.begin();
    for (const seat of this.others) this.onSeatConnected(seat);
  }

  onSeatConnected(seat: number): void {
    this.gate.onSeatConnected(seat);
  }

  onAnswer(seat: number, recalled: Bytes): void {
    this.gate.onAnswer(seat, recalled);
  }

  /** @returns whether the event must wait, and does */
  holds(event: EngineEvent): boolean {
    if (this.waiting === undefined) return false;
    if (this.waiting.length < WAITING_MAX) this.waiting.push(event);
    return true;
  }

  private takePart(): void {
    const { waiting } = this;
    this.waiting = undefined;
    // The first writes of the new life may already be its last.
    const goesOn = this.parts.life.watch();
    for (const event of [{ kind: 'started' as const, nowMs: 0 }, ...waiting!]) if (goesOn()) this.parts.give(event);
  }

  private cancellable(pauseMs: number, action: () => void): () => void {
    let isOff = false;
    this.parts.life.later(pauseMs * 1000, () => isOff || action());
    return () => void (isOff = true);
  }
}
