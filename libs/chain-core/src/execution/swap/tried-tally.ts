import { canonicalText } from '../../codec/json';
import type { TrialRefusal } from '../../module/definition/package-parameter';
import type { Json } from '../../primitives/json';

const REFUSALS_MAX = 32;
/** Of a sample; longer data are not shown. */
const SAMPLE_CHARACTERS_MAX = 4_096;

/** What a module's other package would say of commands that were recorded. */
export interface TriedTally {
  /** tried = accepted + refused + failed; `failed`: of what refuses it, a rule came to no answer. */
  readonly tried: number;
  readonly accepted: number;
  readonly refused: number;
  readonly failed: number;
  /** The rules in force would refuse them today, too (who sent them may be gone): they say nothing about the change. */
  readonly setAside: number;
  readonly kinds: readonly { readonly kind: string; readonly tried: number; readonly accepted: number }[];
  /** Each reason once, those that failed first, then by how many commands it concerns; `more`: reasons that are left out. */
  readonly refusals: readonly TriedRefusal[];
  readonly more: number;
}
export interface TriedRefusal extends TrialRefusal {
  readonly kind: string;
  /** Commands. */
  readonly count: number;
  /** The newest. Its payload is null where it is too long to be shown. */
  readonly sample: TriedSample;
}
export interface TriedSample {
  readonly height: number;
  readonly txId: string;
  readonly payload: Json;
}

/** Counts what became of commands that were tried. */
export class Tally {
  readonly #kinds = new Map<string, { tried: number; accepted: number }>();
  readonly #refusals = new Map<string, TriedRefusal & { count: number }>();
  #failed = 0;
  setAside = 0;

  triedOf(kind: string): number {
    return this.#kinds.get(kind)?.tried ?? 0;
  }

  note(kind: string, refusals: readonly TrialRefusal[], sample: TriedSample): void {
    const { tried, accepted } = this.#kinds.get(kind) ?? { tried: 0, accepted: 0 };
    this.#kinds.set(kind, { tried: tried + 1, accepted: accepted + (refusals.length === 0 ? 1 : 0) });
    if (refusals.some(({ failure }) => failure !== null)) this.#failed += 1;
    // What is refused for the same in each of its items is one command all the same.
    const each = new Map(refusals.map((one) => [canonicalText([kind, one.code, one.place, one.field, one.failure && { ...one.failure }]), one]));
    for (const [id, one] of each) {
      const known = this.#refusals.get(id);
      if (known === undefined) this.#refusals.set(id, { ...one, kind, count: 1, sample: short(sample) });
      else known.count += 1;
    }
  }

  get report(): TriedTally {
    const kinds = [...this.#kinds].map(([kind, counts]) => ({ kind, ...counts }));
    const sum = (of: 'tried' | 'accepted'): number => kinds.reduce((all, counts) => all + counts[of], 0);
    const [tried, accepted, failed] = [sum('tried'), sum('accepted'), this.#failed];
    const all = [...this.#refusals.values()].sort((a, b) => Number(b.failure !== null) - Number(a.failure !== null) || b.count - a.count);
    return { tried, accepted, refused: tried - accepted - failed, failed, setAside: this.setAside, kinds, refusals: all.slice(0, REFUSALS_MAX), more: Math.max(0, all.length - REFUSALS_MAX) };
  }
}

function short({ payload, ...sample }: TriedSample): TriedSample {
  return { ...sample, payload: canonicalText(payload).length > SAMPLE_CHARACTERS_MAX ? null : payload };
}
