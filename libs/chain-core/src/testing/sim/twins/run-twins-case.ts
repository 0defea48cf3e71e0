import type { BftRules } from '../../../consensus/bft/rules';
import type { CaseSpace, SeedResult } from '../sim-engine';
import { TWINS_CASES, twinsCase } from './twins-case';
import { TwinsWorld } from './twins-world';

/** Enough work for a block in each view. */
const TRANSACTIONS = 4;
const FINAL_WITHIN_MS = 10_000;

/** One case: everybody has the same work; in the end all of it must be final at every honest seat. */
export function runTwinsCase(caseNumber: number, rules?: BftRules): SeedResult {
  const world = new TwinsWorld(caseNumber, twinsCase(caseNumber), rules);
  const transactions = Array.from({ length: TRANSACTIONS }, (_, i) => i + 1);
  for (const node of world.nodes) node.start();
  for (const node of world.nodes) for (const transaction of transactions) node.submit(transaction);
  const { invariants } = world;
  const isDone = (): boolean => world.honest.every((node) => transactions.every((transaction) => node.isFinal(transaction)));
  const isFinished = world.run(FINAL_WITHIN_MS, isDone);
  if (!isFinished && invariants.violations.length === 0) invariants.violate('liveness', `not all is final after ${FINAL_WITHIN_MS} ms: ${JSON.stringify(world.nodes.map((node) => node.status()))}`);
  for (const { seat, disk } of world.honest) invariants.inspect(seat, disk.chain, disk.certificates);
  return { seed: caseNumber, violations: invariants.violations, isFinished, traceHash: world.trace.digest() };
}

export const TWINS: CaseSpace = { size: TWINS_CASES, run: (caseNumber) => runTwinsCase(caseNumber) };
