import type { PowParameters } from '../genesis';
import { LIMITS } from '../limits';

/** A block of a branch. What total work is counted from does not matter, as long as it is the same for all of the branch. */
export interface Weighed {
  readonly height: number;
  /** Hashes that the block took on average. */
  readonly work: bigint;
  /** Of it and all before it. */
  readonly totalWork: bigint;
}

export type Depth = Pick<PowParameters, 'finalDepth'>;

/** Whether enough stands on a block of the branch that ends with `top`. It is final if that holds for all between it and the last final one, too: "Final" in consensus/pow/protocol.md. */
export function isBuried({ height, work, totalWork }: Weighed, top: Omit<Weighed, 'work'>, { finalDepth }: Depth): boolean {
  const depth = top.height - height;
  if (depth < finalDepth) return false;
  return depth >= LIMITS.burialBlocksMax || top.totalWork - totalWork >= BigInt(finalDepth) * work;
}

/** The blocks of one branch as they come, on one that is final: which of them are final by what stands on them. */
export class BurialLine {
  readonly #depth: Depth;
  #top: Omit<Weighed, 'work'>;
  /** Above the last final one, oldest first. */
  #open: Weighed[] = [];

  constructor(height: number, depth: Depth) {
    this.#top = { height, totalWork: 0n };
    this.#depth = depth;
  }

  /** Of the last final block. */
  get finalHeight(): number {
    return this.#top.height - this.#open.length;
  }

  /** Of all blocks that were added. */
  get totalWork(): bigint {
    return this.#top.totalWork;
  }

  add(work: bigint): void {
    const { height, totalWork } = this.#top;
    const added = { height: height + 1, work, totalWork: totalWork + work };
    this.#top = added;
    this.#open.push(added);
    while (isBuried(this.#open[0]!, added, this.#depth)) this.#open.shift();
  }
}
