import type { Bytes, Hash } from '../../primitives/bytes';
import type { BlockHeader } from '../../protocol/block';
import { type Entry, keyOf, subtreeOf } from './entry';
import { POW_LIMITS } from './limits';

/** All entries, as a tree on the final one, and which branch of it has most work. */
export class EntryTree {
  private readonly byKey = new Map<string, Entry>();
  /** From the child of the final entry to `best`. */
  private path: Entry[] = [];
  private currentBest: Entry;
  private currentHeaviest: Entry;

  constructor(private root: Entry, private readonly entriesMax: number = POW_LIMITS.entriesMax) {
    this.byKey.set(root.key, root);
    this.currentBest = root;
    this.currentHeaviest = root;
  }

  get final(): Entry {
    return this.root;
  }

  /** Of all that nobody found invalid, and whose bodies are not late, the one of most total work; of equals the first. */
  get best(): Entry {
    return this.currentBest;
  }

  /** The one of most total work that nobody found invalid, late or not; of equals the first. */
  get heaviest(): Entry {
    return this.currentHeaviest;
  }

  get size(): number {
    return this.byKey.size;
  }

  get(id: Hash): Entry | undefined {
    return this.byKey.get(keyOf(id));
  }

  /** The entry of the best branch at a height above the final one. */
  bestAt(height: number): Entry | undefined {
    return this.path[height - this.root.height - 1];
  }

  isOnBest(entry: Entry): boolean {
    return entry === this.root || this.bestAt(entry.height) === entry;
  }

  /** @returns undefined when there is no room that a better entry would not have to give. */
  add(parent: Entry, id: Hash, header: BlockHeader, headerBytes: Bytes, work: bigint): Entry | undefined {
    if (this.size >= this.entriesMax && !this.makeRoom(parent)) return undefined;
    const entry: Entry = {
      id, key: keyOf(id), parent, children: [], header: headerBytes, height: header.height, timeMs: header.timeMs, bits: header.work!.bits,
      parentTimeMs: parent.timeMs, work, totalWork: parent.totalWork + work, standing: parent.standing === 'invalid' ? 'invalid' : 'header', body: undefined,
      isLate: parent.isLate, offeredBy: [], askedOf: [],
    };
    parent.children.push(entry);
    this.byKey.set(entry.key, entry);
    if (mayCount(entry) && entry.totalWork > this.currentBest.totalWork) this.setBest(entry);
    if (isNotInvalid(entry) && entry.totalWork > this.currentHeaviest.totalWork) this.currentHeaviest = entry;
    return entry;
  }

  /** A body is late: nothing that stands on it counts. */
  setLate(entry: Entry): void {
    if (entry.isLate) return;
    for (const above of subtreeOf(entry)) above.isLate = true;
    this.chooseBest();
  }

  /** The body came after all: the branch counts again, unless one before it is late. */
  takeUp(entry: Entry): void {
    if (!entry.isLate || entry.parent?.isLate) return;
    for (const above of subtreeOf(entry)) above.isLate = false;
    this.chooseBest();
  }

  /** Something became better or worse than it was. */
  reconsider(): void {
    this.chooseBest();
    this.weighAll();
  }

  /** Makes a descendant of the final entry the final one. @returns the entries that became final, oldest first; those beside them are forgotten. */
  finalise(entry: Entry): readonly Entry[] {
    const became: Entry[] = [];
    for (let at = entry; at !== this.root; at = at.parent!) became.push(at);
    became.reverse();
    const wasOnBest = this.isOnBest(entry);
    for (const next of became) {
      for (const child of this.root.children) if (child !== next) this.forget(child);
      this.byKey.delete(this.root.key);
      this.root = next;
      next.parent = undefined;
    }
    if (wasOnBest) this.path.splice(0, became.length);
    else this.reconsider();
    if (!this.byKey.has(this.currentHeaviest.key)) this.weighAll();
    return became;
  }

  private chooseBest(): void {
    this.setBest(this.heaviestOf(this.currentBest, mayCount));
  }

  private weighAll(): void {
    this.currentHeaviest = this.heaviestOf(this.currentHeaviest, isNotInvalid);
  }

  /** Of those that count the one of most total work; of equals the one it was, then the one that came first. */
  private heaviestOf(before: Entry, counts: (entry: Entry) => boolean): Entry {
    let heaviest = this.byKey.has(before.key) && counts(before) ? before : this.root;
    for (const entry of this.byKey.values()) if (counts(entry) && entry.totalWork > heaviest.totalWork) heaviest = entry;
    return heaviest;
  }

  /** Drops the leaf of least work, unless it is of the best branch or what the new entry would stand on. */
  private makeRoom(parent: Entry): boolean {
    let worst: Entry | undefined;
    for (const entry of this.byKey.values()) {
      if (entry.children.length > 0 || entry === parent || entry.body !== undefined || entry === this.currentHeaviest || this.isOnBest(entry)) continue;
      if (worst === undefined || entry.totalWork < worst.totalWork) worst = entry;
    }
    if (worst === undefined) return false;
    const siblings = worst.parent!.children;
    siblings.splice(siblings.indexOf(worst), 1);
    this.byKey.delete(worst.key);
    return true;
  }

  private forget(top: Entry): void {
    for (const entry of subtreeOf(top)) this.byKey.delete(entry.key);
  }

  private setBest(entry: Entry): void {
    if (entry === this.currentBest) return;
    const extendsPath = entry.parent === this.currentBest;
    this.currentBest = entry;
    if (extendsPath) {
      this.path.push(entry);
      return;
    }
    this.path = [];
    for (let at = entry; at !== this.root; at = at.parent!) this.path.push(at);
    this.path.reverse();
  }
}

function isNotInvalid({ standing }: Entry): boolean {
  return standing !== 'invalid';
}

function mayCount(entry: Entry): boolean {
  return isNotInvalid(entry) && !entry.isLate;
}
