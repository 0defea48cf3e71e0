/** The arithmetic of a member committee, as people need it: how many may fail, how many are needed. */
export interface Quorum {
  readonly total: number;
  /** Validators that may fail, in any way, without harm. */
  readonly tolerated: number;
  /** Validators that must agree before a block is final. */
  readonly needed: number;
}

export function quorumOf(total: number): Quorum {
  const tolerated = Math.max(0, Math.floor((total - 1) / 3));
  return { total, tolerated, needed: total - tolerated };
}

/** The largest smaller committee that survives as many failures; equal to `total` when it has the form 3f+1. */
export function sameStrength(total: number): number {
  return 3 * quorumOf(total).tolerated + 1;
}

/** The smallest committee that survives one failure more. */
export function nextStrength(total: number): number {
  return 3 * (quorumOf(total).tolerated + 1) + 1;
}
