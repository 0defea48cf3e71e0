import type { Random } from './random';
import type { Schedule } from './schedule';

/** How the links between seats behave; shares are in permille, delays in microseconds. */
export interface LinkConditions {
  readonly lossPermille: number;
  readonly duplicatePermille: number;
  /** These are held back, so that much of what was sent later overtakes them. */
  readonly heldBackPermille: number;
  readonly delayUsMin: number;
  readonly delayUsMax: number;
}

export const GOOD_LINKS: LinkConditions = { lossPermille: 0, duplicatePermille: 0, heldBackPermille: 0, delayUsMin: 200, delayUsMax: 5_000 };

const HELD_BACK_US_MAX = 2_000_000;

/** Links between seats. Messages overtake each other whenever their delays differ. */
export class Links {
  conditions: LinkConditions = GOOD_LINKS;
  /** Group of each seat; seats of different groups do not reach each other. Undefined: no partition. */
  private groups: readonly number[] | undefined;

  constructor(
    private readonly schedule: Schedule,
    private readonly random: Random,
  ) {}

  partition(groups: readonly number[] | undefined): void {
    this.groups = groups;
  }

  areConnected(from: number, to: number): boolean {
    return this.groups === undefined || this.groups[from] === this.groups[to];
  }

  /** `deliver` is called once for each copy that arrives. */
  carry(from: number, to: number, deliver: () => void): void {
    const { conditions, random } = this;
    if (!this.areConnected(from, to) || random.chance(conditions.lossPermille)) return;
    const copies = random.chance(conditions.duplicatePermille) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const heldBackUs = random.chance(conditions.heldBackPermille) ? random.below(HELD_BACK_US_MAX) : 0;
      this.schedule.after(heldBackUs + random.between(conditions.delayUsMin, conditions.delayUsMax), () => {
        if (this.areConnected(from, to)) deliver();
      });
    }
  }
}
