import { refuse, type Json } from '@bystack/chain-core/module';
import { LIMITS } from '../limits';
import { pointerStep } from './check-data';
import type { Pattern } from './pattern';

/** What is wrong with a value: the JSON pointer of the place and words that complete "value at PATH …". */
export interface Problem {
  readonly path: string;
  readonly reason: string;
}

interface Found {
  readonly depth: number;
  readonly path: string;
  readonly reasons: readonly string[];
}

/**
 * One validation under way. Every applied schema costs a step, so that the work is bounded whatever the schema looks like; the deepest
 * problem wins, because among alternatives it is the one the author most likely meant.
 */
export class Run {
  readonly #path: (string | number)[] = [];
  readonly #records: boolean;
  #found: Found | undefined;
  #steps = 0;
  #patternWork = 0;

  /** A run that does not record only answers yes or no, at a fraction of the cost: most data is right. @param share patterns have so much less than what there is for a call */
  constructor(records: boolean, private readonly share = 1) {
    this.#records = records;
  }

  spend(): void {
    this.#steps += 1;
    if (this.#steps > LIMITS.validationStepsMax) refuse('DATA_TOO_COMPLEX', { path: '', reason: 'checking this against its schema takes too many steps' });
  }

  /** @returns whether a pattern is found in a text, which is counted. */
  matches(pattern: Pattern, text: string): boolean {
    this.#patternWork += text.length * pattern.work;
    if (this.#patternWork > LIMITS.patternWorkMax / this.share) refuse('DATA_TOO_COMPLEX', { path: '', reason: 'holding these texts against the patterns of its schema takes too many steps' });
    return pattern.test(text);
  }

  /** Whether what is at a key fits. */
  at(key: string | number, check: Check, value: Json): boolean {
    if (!this.#records) return check(value, this);
    this.#path.push(key);
    const ok = check(value, this);
    this.#path.pop();
    return ok;
  }

  /** As `fail`, of what is at a key. */
  failAt(key: string | number, reason: string): false {
    if (!this.#records) return false;
    this.#path.push(key);
    this.fail(reason);
    this.#path.pop();
    return false;
  }

  /** Always false, so that checks can return it. */
  fail(reason: string): false {
    if (!this.#records) return false;
    const depth = this.#path.length;
    if (this.#found !== undefined && depth < this.#found.depth) return false;
    const path = this.#path.map(pointerStep).join('');
    if (this.#found === undefined || depth > this.#found.depth) this.#found = { depth, path, reasons: [reason] };
    else if (path === this.#found.path && !this.#found.reasons.includes(reason)) this.#found = { depth, path, reasons: [...this.#found.reasons, reason] };
    return false;
  }

  /** Runs a check whose failure is no problem in itself. */
  quietly(check: () => boolean): boolean {
    const before = this.#found;
    const ok = check();
    this.#found = before;
    return ok;
  }

  /** Forgets problems of alternatives that did not matter because another one fits. */
  either(check: () => boolean): boolean {
    const before = this.#found;
    const ok = check();
    if (ok) this.#found = before;
    return ok;
  }

  problem(): Problem {
    const found = this.#found;
    return found === undefined ? { path: '', reason: 'does not fit its schema' } : { path: found.path, reason: found.reasons.slice(0, 3).join(', or ').slice(0, 400) };
  }
}

export type Check = (value: Json, run: Run) => boolean;
