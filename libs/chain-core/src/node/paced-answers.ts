import type { Clock } from './clock';
import { NODE } from './limits';

interface Asker {
  sinceMs: number;
  answered: number;
  readonly waiting: (() => void)[];
}

/** Answers that cost something, for peers that anybody may be: so many a second to each of them; a few more wait for the next second, and those beyond are dropped. */
export class PacedAnswers {
  readonly #clock: Clock;
  readonly #askers = new Map<string, Asker>();
  #callOff: (() => void) | undefined;

  constructor(parts: { readonly clock: Clock }) {
    this.#clock = parts.clock;
  }

  answer(peer: string, work: () => void): void {
    const nowMs = this.#clock.nowMs();
    const asker = this.#askers.get(peer) ?? { sinceMs: nowMs, answered: 0, waiting: [] };
    this.#askers.set(peer, asker);
    if (asker.waiting.length === 0 && this.#mayNow(asker, nowMs)) return work();
    if (asker.waiting.length >= NODE.answersWaitingMax) return;
    asker.waiting.push(work);
    this.#callOff ??= this.#clock.later(1_000, () => this.#nextSecond());
  }

  onDisconnected(peer: string): void {
    this.#askers.delete(peer);
  }

  close(): void {
    this.#callOff?.();
    this.#askers.clear();
  }

  #nextSecond(): void {
    this.#callOff = undefined;
    const nowMs = this.#clock.nowMs();
    for (const asker of [...this.#askers.values()]) {
      while (asker.waiting.length > 0 && this.#mayNow(asker, nowMs)) asker.waiting.shift()!();
      if (asker.waiting.length > 0) this.#callOff ??= this.#clock.later(1_000, () => this.#nextSecond());
    }
  }

  #mayNow(asker: Asker, nowMs: number): boolean {
    if (nowMs - asker.sinceMs >= 1_000) Object.assign(asker, { sinceMs: nowMs, answered: 0 });
    asker.answered += 1;
    return asker.answered <= NODE.answersPerSecondMax;
  }
}
