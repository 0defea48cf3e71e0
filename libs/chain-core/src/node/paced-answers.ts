import type { Clock } from './clock';
import { NODE } from './limits';
import { SecondsBudget } from './seconds-budget';

interface Asker {
  readonly answers: SecondsBudget;
  readonly bytes: SecondsBudget;
  readonly waiting: (() => void)[];
}

/**
 * Answers that cost something, for peers that anybody may be: so many and so many bytes a second to each of them, and so many bytes to all together. A few more questions of each
 * wait for the next second, when peers take turns; those beyond are dropped.
 */
export class PacedAnswers {
  readonly #clock: Clock;
  /** Who was answered longest ago comes first. */
  readonly #askers = new Map<string, Asker>();
  readonly #bytesOfAll = new SecondsBudget(NODE.answerBytesOfAllPerSecondMax);
  #callOff: (() => void) | undefined;
  /** Some wait because all together were given enough: whoever asks anew has its turn after them. */
  #isCrowded = false;

  constructor(parts: { readonly clock: Clock }) {
    this.#clock = parts.clock;
  }

  /** @param work answers, and says by `gave` how much that came to */
  answer(peer: string, work: () => void): void {
    const asker = this.#askers.get(peer) ?? { answers: new SecondsBudget(NODE.answersPerSecondMax), bytes: new SecondsBudget(NODE.answerBytesPerSecondMax), waiting: [] };
    this.#askers.set(peer, asker);
    if (asker.waiting.length >= NODE.answersWaitingMax) return;
    asker.waiting.push(work);
    if (!this.#isCrowded) this.#serve(peer, asker);
    if (asker.waiting.length > 0) this.#waitForNextSecond();
  }

  gave(peer: string, bytes: number): void {
    const nowMs = this.#clock.nowMs();
    this.#bytesOfAll.spend(bytes, nowMs);
    this.#askers.get(peer)?.bytes.spend(bytes, nowMs);
  }

  onDisconnected(peer: string): void {
    this.#askers.delete(peer);
  }

  close(): void {
    this.#callOff?.();
    this.#askers.clear();
  }

  /** One question each, until nobody may be answered any more. */
  #nextSecond(): void {
    this.#callOff = undefined;
    this.#isCrowded = false;
    for (let isOver = false; !isOver; ) {
      isOver = true;
      for (const [peer, asker] of [...this.#askers]) if (this.#serve(peer, asker)) isOver = false;
    }
    if ([...this.#askers.values()].some(({ waiting }) => waiting.length > 0)) this.#waitForNextSecond();
  }

  /** @returns whether the peer was answered. */
  #serve(peer: string, asker: Asker): boolean {
    const nowMs = this.#clock.nowMs();
    // It may have gone while another one was answered.
    if (asker.waiting.length === 0 || this.#askers.get(peer) !== asker) return false;
    this.#isCrowded ||= !this.#bytesOfAll.isOpen(nowMs);
    if (this.#isCrowded || !asker.bytes.isOpen(nowMs) || !asker.answers.isOpen(nowMs)) return false;
    asker.answers.spend(1, nowMs);
    this.#askers.delete(peer);
    this.#askers.set(peer, asker);
    asker.waiting.shift()!();
    return true;
  }

  #waitForNextSecond(): void {
    this.#callOff ??= this.#clock.later(1_000, () => this.#nextSecond());
  }
}
