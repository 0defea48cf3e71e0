import type { BlockRef } from '../engine';
import { LIMITS } from '../../protocol/limits';
import type { Weighed } from '../../protocol/pow/buried';
import type { Entry } from './entry';
import type { PowState } from './state';

/** Final blocks whose work is remembered; a branch looks back over half as many at most. */
const REMEMBERED = 2 * LIMITS.burialBlocksMax;

/** How long the next block of a branch may be: "Room" in the protocol. Headers alone say it, so all nodes say the same. */
export class Room {
  /** By height, modulo their number. */
  private readonly finals: (Pick<Weighed, 'height' | 'work'> | undefined)[] = [];
  /** Of the block that was last asked about: templates stand on the same one until there is another head. */
  private last: { readonly top: Entry; readonly open: number } | undefined;

  constructor(private readonly state: PowState) {}

  /** What is in the block's own bytes is looked at first: most are small. */
  isTooLong({ bytes }: BlockRef, parent: Entry): boolean {
    return bytes.length > this.bytesMax(Infinity) && bytes.length > this.bytesMaxOn(parent);
  }

  bytesMaxOn(parent: Entry): number {
    if (this.last?.top !== parent) this.last = { top: parent, open: this.openUpTo(parent) };
    return this.bytesMax(this.last.open);
  }

  /** These are final from now on: the tree forgets them. */
  becameFinal(entries: readonly Weighed[]): void {
    for (const { height, work } of entries) this.finals[height % REMEMBERED] = { height, work };
  }

  private bytesMax(open: number): number {
    const { rules, options } = this.state;
    return rules.roomFor(open, options.parameters, options.blockBytesMax);
  }

  /** What is final for this node counts too: on a branch that is shorter than the head's, it may not be. */
  private openUpTo(top: Entry): number {
    const { rules, options } = this.state;
    let open = 0;
    for (const block of this.downFrom(top)) if (!rules.isBuried(block, top, options.parameters)) open = top.height - block.height + 1;
    return open;
  }

  /** The blocks of a branch that may be open, newest first. */
  private *downFrom(top: Entry): Generator<Weighed> {
    const lowest = Math.max(1, top.height - LIMITS.burialBlocksMax + 1);
    let at = top;
    for (; at.parent !== undefined && at.height >= lowest; at = at.parent) yield at;
    let { totalWork } = at;
    for (let { height } = at; at.parent === undefined && height >= lowest; height -= 1) {
      const work = this.workOfFinal(height);
      yield { height, work, totalWork };
      totalWork -= work;
    }
  }

  private workOfFinal(height: number): bigint {
    const { rules, tree } = this.state;
    if (height === tree.final.height) return rules.weigh(tree.final.bits);
    const known = this.finals[height % REMEMBERED];
    if (known?.height === height) return known.work;
    const work = this.state.workOfFinal(height)!;
    this.finals[height % REMEMBERED] = { height, work };
    return work;
  }
}
