/**
 * The Twins space (Bano et al., 2020) for four seats, one of which is there twice: for each of the first three views one of four leaders and one
 * of the sixteen ways to part the five participants into at most two groups. (4 · 16)³ = 262,144 cases.
 */
export interface TwinsCase {
  /** Leaders of views 1, 2 and 3, by seat. When seat 0 leads, both its twins do. */
  readonly leaders: readonly number[];
  /** By view: bit i - 1 says whether participant i is in the other group than participant 0. */
  readonly partitions: readonly number[];
}

export const TWINS_SEATS = 4;
/** Seat of each participant: the first two are the twins. */
export const TWINS_PARTICIPANTS: readonly number[] = [0, 0, 1, 2, 3];
const VIEWS = 3;
const PARTITIONS = 2 ** (TWINS_PARTICIPANTS.length - 1);
const CASES_PER_VIEW = TWINS_SEATS * PARTITIONS;
export const TWINS_CASES = CASES_PER_VIEW ** VIEWS;

export function twinsCase(caseNumber: number): TwinsCase {
  const digits = Array.from({ length: VIEWS }, (_, view) => Math.floor(caseNumber / CASES_PER_VIEW ** view) % CASES_PER_VIEW);
  return { leaders: digits.map((digit) => digit % TWINS_SEATS), partitions: digits.map((digit) => Math.floor(digit / TWINS_SEATS)) };
}

/** Whether two participants are in one group in a view. Later views have no partition. */
export function areTogether({ partitions }: TwinsCase, view: number, one: number, other: number): boolean {
  const partition = partitions[view - 1] ?? 0;
  const groupOf = (participant: number): number => (participant === 0 ? 0 : (partition >> (participant - 1)) & 1);
  return groupOf(one) === groupOf(other);
}
