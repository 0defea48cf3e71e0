import { Random } from '../random';
import type { SeedOptions, SeedResult, SimEngine, Violation } from '../sim-engine';
import { Trace } from '../trace';
import { FORGERIES } from './forgeries';

/** Every kind of evidence once: the real one must be believed, the forged one must not. */
export function runProofsSeed({ seed }: SeedOptions): SeedResult {
  const violations: Violation[] = [];
  const trace = new Trace();
  Object.entries(FORGERIES).forEach(([name, judge], i) => {
    const { real, forged } = judge(new Random(seed, 100 + i));
    trace.number(Number(real) * 2 + Number(forged));
    if (!real) violations.push({ invariant: 'the real is believed', what: `not beside: ${name}` });
    if (forged) violations.push({ invariant: 'forgeries are refused', what: name });
  });
  return { seed, violations, isFinished: violations.length === 0, traceHash: trace.digest() };
}

export const PROOFS_SIM: SimEngine = { runSeed: runProofsSeed, mutants: [] };
