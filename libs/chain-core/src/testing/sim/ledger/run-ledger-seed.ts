import { toHex } from '../../../primitives/bytes';
import type { SealedTransaction } from '../../../protocol/transaction';
import { Random } from '../random';
import type { SeedOptions, SeedResult, SimEngine, Violation } from '../sim-engine';
import { Trace } from '../trace';
import type { Attempt } from './attempt';
import { LedgerWorld, outputWords, realOutput } from './ledger-world';
import { makeAttempt } from './make-attempt';
import { NaiveLedger } from './naive-ledger';

const BLOCKS = 6;
const ATTEMPTS_MAX = 5;

interface Made {
  readonly attempt: Attempt;
  readonly transaction: SealedTransaction;
  /** Of the head when it was made. */
  readonly madeAtMs: number;
}

/** Some blocks of fair and unfair transactions, a few of them sent again, recorded by the real ledger and judged by a naive one. */
export function runLedgerSeed({ seed }: SeedOptions): SeedResult {
  const random = new Random(seed, 3);
  const [world, naive, trace] = [new LedgerWorld(), new NaiveLedger(), new Trace()];
  const violations: Violation[] = [];
  let earlier: readonly Made[] = [];
  for (let block = 0; block < BLOCKS && violations.length === 0; block += 1) {
    const fresh = Array.from({ length: random.between(1, ATTEMPTS_MAX) }, () => make(world, makeAttempt(random, naive)));
    const made = [...fresh, ...(earlier.length > 0 && random.chance(500) ? [random.pick(earlier)] : [])];
    const afterMs = random.pick([100, 100, 1_500]);
    violations.push(...judgeBlock(world, naive, made, afterMs));
    trace.bytes(world.chain.head.state.root);
    earlier = made;
  }
  if (violations.length === 0 && !world.isReplayed()) violations.push({ invariant: 'replay', what: 'the chain executed again ends with another state' });
  return { seed, violations, isFinished: violations.length === 0, traceHash: trace.digest() };
}

export const LEDGER_SIM: SimEngine = { runSeed: runLedgerSeed, mutants: [] };

function make(world: LedgerWorld, attempt: Attempt): Made {
  return { attempt, transaction: world.make(attempt), madeAtMs: world.chain.timeMs };
}

function judgeBlock(world: LedgerWorld, naive: NaiveLedger, made: readonly Made[], afterMs: number): Violation[] {
  const blockTimeMs = world.chain.timeMs + afterMs;
  const unfair = made.find(({ attempt, transaction, madeAtMs }) => !naive.accepts(toHex(transaction.txId), attempt, blockTimeMs - madeAtMs, blockTimeMs));
  if (unfair !== undefined && world.refusalInBlock(unfair.transaction, afterMs) === undefined) {
    return [{ invariant: 'refused in a block', what: `a block may hold a transaction with ${unfair.attempt.kind}` }];
  }
  const recorded = world.record(made.map(({ transaction }) => transaction), afterMs);
  for (const [i, { attempt, transaction, madeAtMs }] of made.entries()) {
    const txId = toHex(transaction.txId);
    const accepted = naive.accepts(txId, attempt, blockTimeMs - madeAtMs, blockTimeMs);
    if (accepted !== recorded[i]) return [{ invariant: 'model', what: `${attempt.kind}: the ledger ${recorded[i] ? 'records' : 'refuses'} it, the model does not` }];
    if (accepted) naive.record(txId, attempt);
  }
  return judgeState(world, naive);
}

function judgeState(world: LedgerWorld, naive: NaiveLedger): Violation[] {
  const outputs = world.outputs();
  const wanted = new Map([...naive.coins].map(([place, output]) => [place, outputWords(realOutput(output))]));
  for (const place of new Set([...outputs.keys(), ...wanted.keys()])) {
    if (outputs.get(place) !== wanted.get(place)) return [{ invariant: 'supply', what: `output ${place} is ${outputs.get(place) ?? 'not there'}; it should be ${wanted.get(place) ?? 'gone'}` }];
  }
  for (const [asset, supply] of naive.supply) {
    const held = [...naive.coins.values()].filter((coin) => coin.asset === asset).reduce((sum, { amount }) => sum + amount, 0n);
    if (held !== supply) return [{ invariant: 'supply', what: `${held} of ${asset}'s asset are held, ${supply} were issued` }];
  }
  return world.isRootRebuilt() ? [] : [{ invariant: 'state root', what: 'a tree built anew from the entries has another root' }];
}
