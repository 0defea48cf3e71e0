import type { Bytes } from '../primitives/bytes';
import { NODE } from './limits';

export interface StartGateOptions {
  /** Seats other than this one that must answer: with it they are a quorum. */
  readonly answersNeeded: number;
}

export interface StartGateParts {
  ask(seat: number): void;
  /** Seats that can be asked now. */
  connected(): readonly number[];
  /** Calls back once after the pause; returns how to call it off. */
  later(pauseMs: number, call: () => void): () => void;
  /** Gives an answer to the engine. @returns the view up to which it abstains (0: nothing new); undefined: no honest seat says this. */
  heed(recalled: Bytes): number | undefined;
  /** May vote now. `abstainsUpTo` 0: the log knows all that others have seen. */
  onOpen(abstainsUpTo: number): void;
}

/**
 * A validator that has just started does not trust its own log alone: the volume may be an old copy. It asks everybody which of its votes
 * they have seen, and takes part once a quorum, itself included, has been heard. Whoever is connected and does not answer is asked again:
 * a message may always be lost.
 */
export class StartGate {
  readonly #options: StartGateOptions;
  readonly #parts: StartGateParts;
  readonly #answered = new Set<number>();
  #abstainsUpTo = 0;
  #isOpen = false;
  #askLater: (() => void) | undefined;

  constructor(options: StartGateOptions, parts: StartGateParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** Call once everything is wired: alone in its committee a node need ask nobody. */
  begin(): void {
    this.#openIfHeard();
  }

  onSeatConnected(seat: number): void {
    if (this.#isOpen || this.#answered.has(seat)) return;
    this.#parts.ask(seat);
    this.#askLater ??= this.#parts.later(NODE.askVotesAgainMs, () => this.#askAgain());
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

  close(): void {
    this.#askLater?.();
  }

  #askAgain(): void {
    this.#askLater = undefined;
    for (const seat of this.#parts.connected()) this.onSeatConnected(seat);
  }

  #openIfHeard(): void {
    if (this.#isOpen || this.#answered.size < this.#options.answersNeeded) return;
    this.#isOpen = true;
    this.close();
    this.#parts.onOpen(this.#abstainsUpTo);
  }
}
