import type { Bytes } from '../primitives/bytes';

export interface StartGateOptions {
  /** Seats other than this one that must answer: with it they are a quorum. */
  readonly answersNeeded: number;
}

export interface StartGateParts {
  ask(seat: number): void;
  /** Gives an answer to the engine. @returns the view up to which it abstains (0: nothing new); undefined: no honest seat says this. */
  heed(recalled: Bytes): number | undefined;
  /** May vote now. `abstainsUpTo` 0: the log knows all that others have seen. */
  onOpen(abstainsUpTo: number): void;
}

/**
 * A validator that has just started does not trust its own log alone: the volume may be an old copy. It asks everybody which of its votes
 * they have seen, and takes part once a quorum, itself included, has been heard.
 */
export class StartGate {
  readonly #options: StartGateOptions;
  readonly #parts: StartGateParts;
  readonly #answered = new Set<number>();
  #abstainsUpTo = 0;
  #isOpen = false;

  constructor(options: StartGateOptions, parts: StartGateParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** Call once everything is wired: alone in its committee a node need ask nobody. */
  begin(): void {
    this.#openIfHeard();
  }

  onSeatConnected(seat: number): void {
    if (!this.#isOpen && !this.#answered.has(seat)) this.#parts.ask(seat);
  }

  /** @returns false when the answer is not what an honest seat sends. */
  onAnswer(seat: number, recalled: Bytes): boolean {
    if (this.#isOpen) return true;
    const upTo = this.#parts.heed(recalled);
    if (upTo === undefined) return false;
    this.#abstainsUpTo = Math.max(this.#abstainsUpTo, upTo);
    this.#answered.add(seat);
    this.#openIfHeard();
    return true;
  }

  #openIfHeard(): void {
    if (this.#isOpen || this.#answered.size < this.#options.answersNeeded) return;
    this.#isOpen = true;
    this.#parts.onOpen(this.#abstainsUpTo);
  }
}
