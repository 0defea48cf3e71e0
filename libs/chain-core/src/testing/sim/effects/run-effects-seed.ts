import type { SealedTransaction } from '../../../protocol/transaction';
import { Random } from '../random';
import type { SeedOptions, SeedResult, SimEngine, Violation } from '../sim-engine';
import { Trace } from '../trace';
import { EffectsWorld } from './effects-world';
import { makeOrder } from './make-order';

const BLOCKS = 10;
const ORDERS_MAX = 5;

/** Blocks of fair and unfair calls to modules that spend and make outputs; after each, what is held is counted and followed by hand. */
export function runEffectsSeed({ seed }: SeedOptions): SeedResult {
  const random = new Random(seed, 7);
  const [world, trace] = [new EffectsWorld(random.chance(400)), new Trace()];
  let violations: readonly Violation[] = [];
  for (let block = 0; block < BLOCKS && violations.length === 0; block += 1) {
    const orders: SealedTransaction[] = Array.from({ length: random.between(1, ORDERS_MAX) }, () => makeOrder(random, world));
    violations = world.advance(orders);
    trace.bytes(world.chain.head.state.root);
  }
  if (violations.length === 0 && !world.isReplayed()) violations = [{ invariant: 'replay', what: 'the chain executed again ends with another state' }];
  return { seed, violations, isFinished: violations.length === 0, traceHash: trace.digest() };
}

export const EFFECTS_SIM: SimEngine = { runSeed: runEffectsSeed, mutants: [] };
