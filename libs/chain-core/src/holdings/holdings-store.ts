import { rm } from 'node:fs/promises';
import { setImmediate as pause } from 'node:timers/promises';
import { ClassicLevel } from 'classic-level';
import { Reader } from '../codec/reader';
import { Writer } from '../codec/writer';
import { fromBinary, toBinary } from '../crypto/hash';
import type { Bytes, Hash } from '../primitives/bytes';
import { equalBytes } from '../primitives/bytes';
import { storageFailure } from '../storage';
import { readOwn } from './damage';
import type { Entries } from './follow-block';
import { META } from './keys';
import { HOLDINGS } from './limits';

/** The index on disk: what it says is as of one height, all or nothing. Whatever its disk does wrong is thrown as StorageFailed. */
export class HoldingsStore {
  readonly #db: ClassicLevel<Bytes, Bytes>;
  readonly #chainId: Hash;
  /** Of the newest block that is in it; -1: none. */
  height = -1;

  private constructor(db: ClassicLevel<Bytes, Bytes>, chainId: Hash) {
    this.#db = db;
    this.#chainId = chainId;
  }

  /** One of another format or chain begins anew. @throws StorageFailed; IndexDamaged */
  static async open(dir: string, chainId: Hash): Promise<HoldingsStore> {
    const db = new ClassicLevel<Bytes, Bytes>(dir, { keyEncoding: 'view', valueEncoding: 'view' });
    try {
      await onDisk('opening', () => db.open({ cacheSize: HOLDINGS.levelCacheBytes, writeBufferSize: HOLDINGS.levelWriteBufferBytes }));
      const store = new HoldingsStore(db, chainId);
      store.#readMeta();
      if (store.height < 0) await onDisk('clearing', () => db.clear());
      return store;
    } catch (error) {
      await db.close().catch(() => undefined);
      throw error;
    }
  }

  get(key: string): Bytes | undefined {
    try {
      return this.#db.getSync(fromBinary(key));
    } catch (error) {
      throw storageFailure('reading holdings', error);
    }
  }

  /** Entries that begin so, in order, after a key. */
  async range(prefix: string, after: string | undefined, limit: number): Promise<readonly (readonly [string, Bytes])[]> {
    const gt = fromBinary(after === undefined ? prefix : prefix + after);
    const lt = Buffer.concat([fromBinary(prefix), Buffer.alloc(128, 255)]);
    const entries = await onDisk('reading', () => this.#db.iterator({ gt, lt, limit }).all());
    return entries.map(([key, value]) => [toBinary(key).slice(prefix.length), value] as const);
  }

  /** What a block changes: read through, and written at once with its height. */
  changes(): Changes {
    return new Changes(this);
  }

  /** All at once, put together with pauses. Not synced: after a crash of the machine it goes on from where the disk has it. */
  async commit(height: number, changes: Changes): Promise<void> {
    const batch = this.#db.batch();
    let count = 0;
    for (const [key, value] of changes.entries) {
      if (value === undefined) batch.del(fromBinary(key));
      else batch.put(fromBinary(key), value);
      count += 1;
      if (count % HOLDINGS.entriesAtOnce === 0) await pause();
    }
    batch.put(fromBinary(META), new Writer(48).u32(HOLDINGS.formatVersion).fixed(this.#chainId, 32).u53(height).finish());
    await onDisk('writing', () => batch.write());
    this.height = height;
  }

  close(): Promise<void> {
    return this.#db.close();
  }

  async remove(dir: string): Promise<void> {
    await this.close();
    await rm(dir, { recursive: true, force: true });
  }

  #readMeta(): void {
    const stored = this.get(META);
    if (stored === undefined) return;
    readOwn('format', (bytes) => {
      const reader = new Reader(bytes);
      const isOurs = reader.u32('format') === HOLDINGS.formatVersion && equalBytes(reader.fixed(32, 'chainId'), this.#chainId);
      if (isOurs) this.height = reader.u53('height');
    }, stored);
  }
}

async function onDisk<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storageFailure(`${doing} holdings`, error);
  }
}

export class Changes implements Entries {
  readonly entries = new Map<string, Bytes | undefined>();

  constructor(private readonly store: Pick<HoldingsStore, 'get'>) {}

  get(key: string): Bytes | undefined {
    return this.entries.has(key) ? this.entries.get(key) : this.store.get(key);
  }

  put(key: string, value: Bytes): void {
    this.entries.set(key, value);
  }

  delete(key: string): void {
    this.entries.set(key, undefined);
  }
}
