import type { Hash } from '../primitives/bytes';
import { toHex } from '../primitives/bytes';
import type { ReadHeader } from '../protocol/read-evidence';
import { anchorAt, type WorkAnchor } from '../protocol/pow/chain-of-work';
import { isBuried, type Depth, type Weighed } from '../protocol/pow/buried';
import { workOfBits } from '../protocol/pow/target';
import { LIGHT } from './limits';

/** A header that was checked, or is trusted, and the work up to it. */
export interface Followed extends WorkAnchor, Weighed {
  /** undefined for what is trusted without having been seen. */
  readonly read: ReadHeader | undefined;
  /** From genesis, or as the checkpoint says. */
  readonly totalWork: bigint;
}

export function followedOn(read: ReadHeader, parent: Followed): Followed {
  const work = workOfBits(read.header.work!.bits);
  return { ...anchorAt(read, parent), read, work, totalWork: parent.totalWork + work };
}

/** Final headers, one at each height, and a tree of those above the newest of them. Both are bounded. */
export class FollowedHeaders {
  readonly #depth: Depth;
  readonly #finalById = new Map<string, Followed>();
  readonly #finalAt = new Map<number, Followed>();
  readonly #above = new Map<string, Followed>();
  #final: Followed;
  #best: Followed;
  /** The best branch down to, and without, the final header; oldest first. */
  #open: Followed[] = [];

  constructor(root: Followed, depth: Depth) {
    this.#depth = depth;
    this.#final = root;
    this.#best = root;
    this.#keepFinal(root);
  }

  get final(): Followed {
    return this.#final;
  }

  /** The end of the branch of most work; of equals the first. */
  get best(): Followed {
    return this.#best;
  }

  get all(): readonly Followed[] {
    return [...this.#finalById.values(), ...this.#above.values()];
  }

  get(id: Hash): Followed | undefined {
    return this.#above.get(toHex(id)) ?? this.#finalById.get(toHex(id));
  }

  /** What a header stands on, if it is known. Nobody knows the id of genesis who has only the document. */
  parentOf({ header }: ReadHeader): Followed | undefined {
    return (header.height === 1 ? this.#finalAt.get(0) : undefined) ?? this.get(header.parentId);
  }

  /** Whether something that stands on this one may be kept: it does not leave what is final. */
  isOpen(parent: Followed): boolean {
    return parent === this.#final || (parent.id !== undefined && this.#above.has(toHex(parent.id)));
  }

  /** @returns false when there is no room for one that is not the best. */
  add(followed: Followed): boolean {
    const isBest = followed.totalWork > this.#best.totalWork;
    if (!isBest && this.#above.size - this.#open.length >= LIGHT.workBranchesMax) return false;
    this.#above.set(toHex(followed.id!), followed);
    if (isBest) this.#setBest(followed);
    return true;
  }

  /** The header of the best branch at a height, if it is still remembered. */
  bestAt(height: number): Followed | undefined {
    if (height <= this.#final.height) return this.#finalAt.get(height);
    return this.#open[height - this.#final.height - 1];
  }

  #setBest(followed: Followed): void {
    if (this.parentOf(followed.read!) === this.#best) this.#open.push(followed);
    else this.#open = this.#branchOf(followed);
    this.#best = followed;
    this.#finalise();
  }

  #finalise(): void {
    // The newest one always is: nothing stands on it.
    const firstOpen = this.#open.findIndex((followed) => !isBuried(followed, this.#best, this.#depth));
    if (firstOpen === 0) return;
    const became = this.#open.splice(0, firstOpen);
    for (const followed of became) this.#keepFinal(followed);
    this.#final = became.at(-1)!;
    this.#forgetDead(became);
  }

  /** Down to, and without, the final header; oldest first. */
  #branchOf(followed: Followed): Followed[] {
    const branch: Followed[] = [];
    for (let at = followed; at !== this.#final; at = this.parentOf(at.read!)!) branch.push(at);
    return branch.reverse();
  }

  /** Keeps above the final header only what stands on it. Parents were added before their children. */
  #forgetDead(became: readonly Followed[]): void {
    for (const { id } of became) this.#above.delete(toHex(id!));
    if (this.#above.size === this.#open.length) return;
    for (const [key, followed] of this.#above) {
      const parent = this.parentOf(followed.read!);
      if (parent === undefined || !this.isOpen(parent)) this.#above.delete(key);
    }
  }

  #keepFinal(followed: Followed): void {
    this.#finalById.set(followed.id === undefined ? '' : toHex(followed.id), followed);
    this.#finalAt.set(followed.height, followed);
    if (this.#finalById.size <= LIGHT.workHeadersMax) return;
    const [oldest] = this.#finalById; // Kept in order of height.
    this.#finalById.delete(oldest![0]);
    this.#finalAt.delete(oldest![1].height);
  }
}
