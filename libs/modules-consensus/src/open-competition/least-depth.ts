/** How long a block may take to reach all miners; what they find meanwhile competes with it. */
const SPREAD_MS = 500n;
/** Two halves of the miners that do not hear of each other's blocks in time go apart for so long once in so many times, at most. */
const ONCE_IN = 10n ** 9n;
const DEPTH_MAX = 1_000;

/**
 * Blocks that must stand on one before it is final. Two blocks of one height come about with a chance of at most SPREAD / spacing, and so does each
 * further pair on them: (SPREAD / spacing) ^ depth must be below 1 / ONCE_IN. docs/adr/0008 says why.
 */
export function leastDepth(targetSpacingMs: number): number {
  let depth = 1;
  let [apart, all] = [SPREAD_MS * ONCE_IN, BigInt(targetSpacingMs)];
  for (; apart > all && depth < DEPTH_MAX; depth += 1) {
    apart *= SPREAD_MS;
    all *= BigInt(targetSpacingMs);
  }
  return depth;
}
