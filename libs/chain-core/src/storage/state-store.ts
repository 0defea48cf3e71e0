import { join } from 'node:path';
import type { PublicKey } from '../primitives/bytes';
import type { StateLeaf } from '../state/page';
import { OrderedKeys } from '../state/ordered-keys';
import { StateBase } from '../state/state-base';
import type { MemoryBounds } from '../state/pages';
import { PlacedPage } from '../state/placed-page';
import type { StateKey } from '../state/store-key';
import { STORAGE } from './limits';
import { outOfStep } from './out-of-step';
import { PinnedState } from './pinned-state';
import { SegmentFiles } from './segment-files';
import { captureDirectory, readDirectory, writeDirectory } from './state-directory';
import type { StateDirectory } from './state-directory';
import { StateLoading } from './state-loading';
import { StatePages } from './state-pages';

export interface StateStoreOptions {
  readonly dir: string;
  /** Prefixes of stores whose keys are not kept in order. */
  readonly unordered: readonly StateKey[];
  /** See outOfStep. */
  readonly nodeKey?: PublicKey | undefined;
  /** Other bounds than those of limits.ts. */
  readonly bounds?: Partial<StateBounds>;
}

/** See STORAGE for what each means. */
interface StateBounds extends MemoryBounds {
  readonly dirtyBucketsMax: number;
  readonly pagesAtOnce: number;
  readonly segmentBytesMax: number;
  readonly writeBytes: number;
}
const BOUNDS: StateBounds = {
  bucketBytesMax: STORAGE.stateCacheBytes,
  keyPagesMax: STORAGE.stateKeyPagesMax,
  dirtyBucketsMax: STORAGE.stateDirtyBucketsMax,
  pagesAtOnce: STORAGE.statePagesAtOnce,
  segmentBytesMax: STORAGE.stateSegmentBytesMax,
  writeBytes: STORAGE.stateWriteBytes,
};

/**
 * The state of the newest final block, on disk beyond what memory holds (storage.md tells the whole). It is told what became final and
 * durable; now and then it makes a checkpoint, after which the changes up to its height are not needed for a restart.
 */
export class StateStore {
  readonly base: StateBase;
  readonly #bounds: StateBounds;
  readonly #nodeKey: PublicKey | undefined;
  readonly #path: string;
  readonly #files: SegmentFiles;
  readonly #pages: StatePages;
  /** Height of the newest durable checkpoint; -1: there is none. */
  #checkpointHeight: number;
  /** Pinned states that somebody still reads: no file is removed. */
  #pins = 0;
  #changesSince = 0;
  #bytesSince = 0;
  #running: Promise<number> | undefined;

  /** Throws StorageFailed when what is there cannot be believed. */
  static async open(options: StateStoreOptions): Promise<StateStore> {
    return new StateStore(options, await readDirectory(join(options.dir, 'directory')));
  }

  private constructor({ dir, unordered, nodeKey, bounds }: StateStoreOptions, directory: StateDirectory | undefined) {
    this.#nodeKey = nodeKey;
    this.#bounds = { ...BOUNDS, ...bounds };
    this.#path = join(dir, 'directory');
    this.#files = new SegmentFiles({ dir, segmentBytesMax: this.#bounds.segmentBytesMax }, directory?.segments ?? new Map());
    this.#pages = new StatePages(this.#files, this.#bounds.writeBytes);
    this.#checkpointHeight = directory?.height ?? -1;
    if (directory !== undefined) this.#countLive(directory);
    const stored = directory && { ...directory, order: new OrderedKeys([], this.#pages, directory.keyPages) };
    this.base = new StateBase({ unordered, pages: this.#pages, bounds: this.#bounds, ...(stored && { stored }) });
  }

  get checkpointHeight(): number {
    return this.#checkpointHeight;
  }

  /** The base has taken over changes of entries. Writes pages and forgets what memory has no room for. */
  settled(changes: number, bytes: number): void {
    this.#changesSince += changes;
    this.#bytesSince += bytes;
    const { dirtyBucketsMax, keyPagesMax, pagesAtOnce, writeBytes } = this.#bounds;
    const tooMany = this.base.dirtyCount - dirtyBucketsMax;
    // More than became dirty, so that it comes to an end; not all that are too many, of which there are thousands at once when the table of buckets grows.
    const buckets = tooMany < 0 ? 0 : Math.min(this.base.dirtyCount, pagesAtOnce + Math.min(tooMany, changes));
    const keyPages = Math.max(0, this.base.order.dirtyCount - keyPagesMax);
    if (buckets + keyPages > 0) {
      this.#writePages(buckets, keyPages);
      this.#pages.moveSome(this.base, Math.ceil((2 * writeBytes * (buckets + keyPages)) / dirtyBucketsMax));
    }
    this.base.trim();
  }

  /** Whether enough has changed for a checkpoint, and none is under way. */
  get wantsCheckpoint(): boolean {
    const changesMax = Math.max(STORAGE.checkpointChangesMin, this.base.table.buckets / STORAGE.checkpointBucketsPerChange);
    const isMuch = this.#changesSince >= outOfStep(changesMax, this.#nodeKey) || this.#bytesSince >= outOfStep(STORAGE.checkpointBytesMax, this.#nodeKey);
    return this.#running === undefined && isMuch;
  }

  /**
   * Makes the state durable without the changes that led to it. Changed pages are appended a few at a time, while the state goes on; what a crash finds
   * after that:
   *   1. the last of them are appended, and where every page is is copied: this is the state after block `height()`;
   *   2. the pages reach the disk, then the directory replaces the old one: before, a restart begins with the old one and the changes
   *      since then; after, with this one;
   *   3. files that neither needs are removed; while a state is pinned they wait for a later checkpoint.
   * @returns the height
   */
  checkpoint(height: () => number): Promise<number> {
    this.#running ??= this.#checkpoint(height).finally(() => (this.#running = undefined));
    return this.#running;
  }

  /** The state as it is now, to be read while it goes on. Files that are not needed otherwise stay until it is released. */
  pin(): PinnedState {
    this.#writePages(Infinity, Infinity);
    this.#pins += 1;
    let isPinned = true;
    return new PinnedState(this.base.table.copy(), this.#pages, () => {
      if (isPinned) this.#pins -= 1;
      isPinned = false;
    });
  }

  /** Fills an empty state, one entry after the other in ascending order of key hash. @param count at least how many, for room */
  load(leaves: Iterable<StateLeaf>, count: number): void {
    const loading = this.loading(count);
    for (const leaf of leaves) loading.add(leaf);
    loading.end();
  }

  /** The same, in as many steps as the caller likes. */
  loading(count: number): StateLoading {
    return new StateLoading(this.base, this.#pages, count, () => {
      this.#writePages(0, this.base.order.dirtyCount - this.#bounds.keyPagesMax);
      this.base.trim();
    });
  }

  async close(): Promise<void> {
    await this.#running?.catch(() => undefined);
    this.#files.close();
  }

  async #checkpoint(heightNow: () => number): Promise<number> {
    const { pagesAtOnce } = this.#bounds;
    for (let turns = 0; turns < STORAGE.checkpointTurnsMax && this.base.dirtyCount + this.base.order.dirtyCount > pagesAtOnce; turns += 1) {
      this.#writePages(pagesAtOnce, pagesAtOnce);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const height = heightNow();
    this.#writePages(Infinity, Infinity); // 1
    const dead = this.#files.dead();
    this.#pages.stopMoving(dead);
    const segments = new Map([...this.#files.sizes].filter(([number]) => !dead.includes(number)));
    const { table, entryCount, order } = this.base;
    const captured = captureDirectory({ height, entryCount, table, segments, keyPages: order.pages });
    this.#changesSince = 0;
    this.#bytesSince = 0;
    await this.#files.sync(); // 2
    await writeDirectory(this.#path, captured);
    this.#checkpointHeight = height;
    if (this.#pins === 0) for (const number of dead) this.#files.remove(number); // 3
    return height;
  }

  #writePages(bucketsMax: number, keyPagesMax: number): void {
    const { base } = this;
    const first = 2 ** base.depth;
    const page = new PlacedPage();
    for (const index of base.dirty(bucketsMax)) {
      base.peek(index, page);
      const { place, bytes } = page.isEmpty ? { place: 0, bytes: 0 } : this.#pages.addBucket(page, first + index);
      base.written(index, place, bytes);
    }
    for (const page of base.order.dirty(keyPagesMax)) {
      const { place, bytes } = this.#pages.addKeys(page.keys!);
      base.order.written(page, place, bytes);
    }
    this.#pages.flush();
  }

  #countLive({ keyPages, table: { places, pageBytes, levels, depth } }: StateDirectory): void {
    for (let i = 0; i < places.length; i += 2 ** (depth - levels[i]!)) if (places[i] !== 0) this.#files.count(places[i]!, pageBytes[i]!);
    for (const { place, bytes } of keyPages) this.#files.count(place, bytes);
  }
}
