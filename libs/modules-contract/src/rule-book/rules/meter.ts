import { LIMITS } from '../limits';

/** What things take, in the unit of LIMITS.ruleWorkMax: measured on one machine, and the same numbers on all. Characters take one each, unless something here says more. */
export const WORK = {
  /** A part of a rule, in a loop. */
  node: 150,
  /** An entry of a list that is copied. */
  entry: 40,
  /** A call of a standard function, and a character that one reads. */
  call: 1_000,
  hashed: 4,
  /** A character that is counted. */
  counted: 8,
  /** A character that is held against a pattern, for what the pattern takes. */
  matched: 10,
} as const;

/**
 * Counts what rules do: the turns of the loops of one evaluation, and the work of all evaluations of one call. Evaluation is synchronous and never nests, so one meter serves all rules of a package.
 * What was worked out before and is remembered counts again (`account`), or a call would cost more on a node that does not remember it.
 */
export class Meter {
  #steps = 0;
  #work = 0;
  #isInCall = false;
  #workMax: number = LIMITS.ruleWorkMax;
  exhausted = false;

  get work(): number {
    return this.#work;
  }

  /** All evaluations in `run` count together. @param share they have so much less than what there is for a call */
  within<T>(run: () => T, share: number): T {
    this.#work = 0;
    this.#isInCall = true;
    this.#workMax = LIMITS.ruleWorkMax / share;
    try {
      return run();
    } finally {
      this.#isInCall = false;
      this.#workMax = LIMITS.ruleWorkMax;
    }
  }

  begin(): void {
    this.#steps = 0;
    if (!this.#isInCall) this.#work = 0;
    this.exhausted = this.#work > this.#workMax;
  }

  /** @returns false when the budget is used up, which also ends the loop that asks. */
  step(): boolean {
    this.#steps += 1;
    if (this.#steps > LIMITS.ruleLoopStepsMax) this.exhausted = true;
    return !this.exhausted;
  }

  /** Of a loop whose body has so many parts. */
  turn(nodes: number): boolean {
    this.account(nodes * WORK.node);
    return this.step();
  }

  /** In whole numbers: what is remembered is counted in another order, on which a sum of fractions depends. */
  account(work: number): void {
    this.#work += Math.ceil(work);
    if (this.#work > this.#workMax) this.exhausted = true;
  }

  /** @throws when it is too much: the evaluation fails here, and is known to have been too costly. */
  spend(work: number): void {
    this.account(work);
    if (this.exhausted) throw new Error('too much work');
  }
}
