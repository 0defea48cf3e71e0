import type { Bytes, Hash } from '../primitives/bytes';
import { Refusal } from '../primitives/refusal';
import { decodeStateRange } from '../state/range-codec';
import { openRange, type ProvenRange, type RangeBounds } from '../state/state-range';
import { SNAPSHOT } from './limits';

/** Where ranges are kept until all are here. */
export interface RangeStaging {
  /** Where they begin, ascending. */
  starts(): readonly string[];
  read(from: string): Bytes;
  add(from: string, range: Bytes): void;
  remove(from: string): void;
}

interface Part {
  /** What is missing of it begins here; undefined: it is whole. */
  from: string | undefined;
  readonly until: string;
  isAsked: boolean;
}

const PARTS = 2 ** SNAPSHOT.partBits;
const END = '\xff'.repeat(32);

/** Which parts of a state are here and which are missing. Whatever comes, from a peer or from a crash before, is proved against the state's root. */
export class SnapshotRanges {
  readonly #root: Hash;
  readonly #staging: RangeStaging;
  readonly #parts: readonly Part[] = Array.from({ length: PARTS }, (_, i) => ({ from: startOf(i), until: endOf(i), isAsked: false }));

  private constructor(root: Hash, staging: RangeStaging) {
    this.#root = root;
    this.#staging = staging;
  }

  /** @param pause waits a moment, so that others have their turn between two ranges */
  static async open(root: Hash, staging: RangeStaging, pause: () => Promise<void>): Promise<SnapshotRanges> {
    const ranges = new SnapshotRanges(root, staging);
    for (const from of staging.starts()) {
      ranges.#takeBack(from);
      await pause();
    }
    return ranges;
  }

  get isComplete(): boolean {
    return this.#parts.every(({ from }) => from === undefined);
  }

  /** How much of all key hashes is here, from 0 to 1. */
  get share(): number {
    return this.#parts.reduce((sum, { from }, i) => sum + (from === undefined ? 1 : shareOf(from, i)), 0) / PARTS;
  }

  /** What should be asked for next; it counts as asked for until it is here or given back. */
  take(): RangeBounds | undefined {
    const part = this.#parts.find(({ from, isAsked }) => from !== undefined && !isAsked);
    if (part === undefined) return undefined;
    part.isAsked = true;
    return { from: part.from!, until: part.until };
  }

  /** Nobody is going to answer this. */
  giveBack({ from }: RangeBounds): void {
    const part = this.#parts[partOf(from)]!;
    if (part.from === from) part.isAsked = false;
  }

  /** @returns why the bytes are worth nothing; undefined: they are kept. */
  add(bounds: RangeBounds, bytes: Bytes): string | undefined {
    const proven = prove(this.#root, bounds, bytes);
    if (typeof proven === 'string') return proven;
    this.#staging.add(bounds.from, bytes);
    const part = this.#parts[partOf(bounds.from)]!;
    part.from = proven.next;
    part.isAsked = false;
    return undefined;
  }

  /** Counts in what a life before has fetched; whatever does not continue its part is forgotten. */
  #takeBack(from: string): void {
    const part = this.#parts[partOf(from)]!;
    const proven = part.from === from ? prove(this.#root, { from, until: part.until }, this.#staging.read(from)) : 'it does not continue its part';
    if (typeof proven === 'string') this.#staging.remove(from);
    else part.from = proven.next;
  }
}

/** The bounds that a kept range was asked for with. */
export function boundsFrom(from: string): RangeBounds {
  return { from, until: endOf(partOf(from)) };
}

/** @returns what the bytes prove, or why they prove nothing. */
export function prove(root: Hash, bounds: RangeBounds, bytes: Bytes): ProvenRange | string {
  try {
    return openRange(root, bounds, decodeStateRange(bytes));
  } catch (error) {
    if (error instanceof Refusal) return 'it cannot be read';
    throw error;
  }
}

function partOf(keyHash: string): number {
  return keyHash.charCodeAt(0) >> (8 - SNAPSHOT.partBits);
}

function startOf(part: number): string {
  return String.fromCharCode(part << (8 - SNAPSHOT.partBits)) + '\0'.repeat(31);
}

function endOf(part: number): string {
  return String.fromCharCode(((part + 1) << (8 - SNAPSHOT.partBits)) - 1) + END.slice(1);
}

/** How far into its part a key hash lies. */
function shareOf(keyHash: string, part: number): number {
  const first = startOf(part).charCodeAt(0) * 256;
  return (keyHash.charCodeAt(0) * 256 + keyHash.charCodeAt(1) - first) / (65_536 / PARTS);
}
