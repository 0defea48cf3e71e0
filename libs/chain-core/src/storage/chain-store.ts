import { ClassicLevel } from 'classic-level';
import { joinPrefixed, splitPrefixed } from '../codec/prefixed-list';
import type { Bytes, Hash } from '../primitives/bytes';
import { toBinary } from '../crypto/hash';
import { equalBytes, toHex } from '../primitives/bytes';
import { headerLength } from '../protocol/codec';
import { blockId } from '../protocol/ids';
import type { Change, Entry } from '../state/key-value-source';
import { checkedValue, withCheck } from './checked-value';
import { META_FINAL, META_FORMAT, META_KEPT, STATE_RANGE, blockKey, certificateKey, handOverKey, headerKey, heightOfBlockKey, placeOfTransactionKey, resultsKey, stateChangesKey } from './keys';
import { STORAGE } from './limits';
import { decodeChanges, encodeChanges } from './state-changes';
import { StorageFailed, corrupt, storageFailure } from './storage-failed';
import { decodeNumbers, encodeNumbers } from './stored-values';

/** A final block with everything that goes to disk because of it. */
export interface FinalRecord {
  readonly height: number;
  readonly blockId: Hash;
  /** Encoded block. */
  readonly block: Bytes;
  readonly txIds: readonly Hash[];
  /** Encoded results in the order of the transactions. */
  readonly results: readonly Bytes[];
  /** The block's own finality certificate, or that of the last block that closes its epoch; ancestors of a certified block need none. */
  readonly certificate: Bytes | undefined;
  /** If the block is the last of its epoch. */
  readonly handOver?: { readonly epoch: number; readonly closing: readonly Bytes[] };
  /** What the block changed in the state; undefined: the entry is gone. */
  readonly stateWrites: Iterable<Change>;
}

/** A final block that came with its state instead of after its parent. */
export interface AdoptedBlock extends Omit<FinalRecord, 'stateWrites' | 'handOver'> {
  /** Encoded headers of earlier blocks, as far as they are known. */
  readonly headers: readonly { readonly height: number; readonly bytes: Bytes }[];
  /** How each epoch before ended, with the certificate. */
  readonly handOvers: readonly (StoredHandOver & { readonly epoch: number; readonly certificate: Bytes })[];
}

/** How an epoch ended. */
export interface StoredHandOver {
  /** Of its last block. */
  readonly height: number;
  /** Encoded closing blocks that lead from it to the block its certificate is of; usually none: then it is its own. */
  readonly closing: readonly Bytes[];
}

export interface TransactionPlace {
  readonly height: number;
  readonly index: number;
}

type WriteBatch = ReturnType<ClassicLevel<Bytes, Bytes>['batch']>;
const RESULTS_MAX = 1_000_000;
const CLOSING_MAX = 100_000;

/** Everything final, in one database. What cannot be verified on reading is never returned: StorageFailed('corrupt') is thrown instead. */
export class ChainStore {
  readonly #db: ClassicLevel<Bytes, Bytes>;
  readonly #chainId: Hash;
  #keptFrom = 1;
  #final: { height: number; blockId: Hash } | undefined;
  #format: number = STORAGE.formatVersion;

  private constructor(db: ClassicLevel<Bytes, Bytes>, chainId: Hash) {
    this.#db = db;
    this.#chainId = chainId;
  }

  /** Opens or makes the database of one chain. Throws StorageFailed when it is damaged, of a newer format or of another chain. */
  static async open(options: { readonly dir: string; readonly chainId: Hash }): Promise<ChainStore> {
    const db = new ClassicLevel<Bytes, Bytes>(options.dir, { keyEncoding: 'view', valueEncoding: 'view' });
    try {
      await db.open({ cacheSize: STORAGE.levelCacheBytes, writeBufferSize: STORAGE.levelWriteBufferBytes });
      const store = new ChainStore(db, options.chainId);
      await store.#checkFormat();
      return store;
    } catch (error) {
      await db.close().catch(() => undefined);
      throw storageFailure('opening the database', error);
    }
  }

  /** The newest final block on disk; undefined before genesis was committed. */
  get final(): { readonly height: number; readonly blockId: Hash } | undefined {
    return this.#final;
  }

  /** Makes final blocks durable, in order and all or nothing: the promise is kept once the data is fsynced. */
  async commit(records: readonly FinalRecord[]): Promise<void> {
    const last = records.at(-1);
    if (last === undefined) return;
    try {
      // A chained batch: it takes a third of the time of an array of operations.
      const batch = this.#db.batch();
      for (const record of records) addRecord(record, batch);
      put(batch, META_FINAL, Buffer.concat([encodeNumbers(last.height), last.blockId]));
      await batch.write({ sync: true });
    } catch (error) {
      throw storageFailure('committing a block', error);
    }
    this.#final = { height: last.height, blockId: last.blockId };
  }

  /**
   * Makes a block the newest final one whose ancestors are not here: what there was of earlier blocks, but for genesis, is forgotten. Repeating it does no harm;
   * a crash before the end leaves it to be repeated. The state is the caller's.
   */
  async adopt(record: AdoptedBlock): Promise<void> {
    try {
      for (const key of [blockKey, resultsKey]) await this.#db.clear({ gte: key(1), lt: key(record.height) });
      await this.#db.clear({ gte: stateChangesKey(0), lt: stateChangesKey(Number.MAX_SAFE_INTEGER) });
      const batch = this.#db.batch();
      for (const { height, bytes } of record.headers) put(batch, headerKey(height), Buffer.concat([encodeNumbers(0), bytes]));
      for (const { epoch, height, closing, certificate } of record.handOvers) {
        put(batch, handOverKey(epoch), Buffer.concat([encodeNumbers(height), joinPrefixed(closing)]));
        put(batch, certificateKey(height), certificate);
      }
      addRecord({ ...record, stateWrites: [] }, batch);
      put(batch, META_FINAL, Buffer.concat([encodeNumbers(record.height), record.blockId]));
      put(batch, META_KEPT, encodeNumbers(record.height));
      await batch.write({ sync: true });
    } catch (error) {
      throw storageFailure('adopting a block', error);
    }
    this.#final = { height: record.height, blockId: record.blockId };
    this.#keptFrom = record.height;
  }

  /** Headers of consecutive blocks whose bodies are not here, before the block on them is adopted. Durable when it resolves; repeating it does no harm. */
  async addHeaders(from: number, headers: readonly Bytes[]): Promise<void> {
    try {
      const batch = this.#db.batch();
      headers.forEach((bytes, i) => {
        put(batch, headerKey(from + i), Buffer.concat([encodeNumbers(0), bytes]));
        put(batch, heightOfBlockKey(blockId(bytes)), encodeNumbers(from + i));
      });
      await batch.write({ sync: true });
    } catch (error) {
      throw storageFailure('keeping headers', error);
    }
  }

  block(height: number): Bytes | undefined {
    return this.#read(blockKey(height), `block ${height}`);
  }

  /** Height of the oldest block after genesis that is here with its transactions and results. */
  get keptFrom(): number {
    return this.#keptFrom;
  }

  /** Encoded header of a block, and how long the block is or was (0: nobody here ever had it); also of one that was pruned. */
  header(height: number): { readonly bytes: Bytes; readonly blockBytes: number } | undefined {
    const block = this.block(height);
    if (block !== undefined) return { bytes: block.subarray(0, headerLength(block)), blockBytes: block.length };
    const stored = this.#read(headerKey(height), `header of block ${height}`);
    return stored && { bytes: stored.subarray(8), blockBytes: decodeNumbers(stored.subarray(0, 8), 1, `header of block ${height}`)[0]! };
  }

  /**
   * Forgets transactions and results of the oldest blocks below `height`, at most `countMax` of them. Headers, certificates, hand-overs and the
   * places of transactions stay: proofs of newer blocks need the former, and what was recorded is still known to have been.
   */
  async prune(height: number, countMax: number): Promise<void> {
    const end = Math.min(height, this.#keptFrom + countMax);
    if (end <= this.#keptFrom) return;
    const from = this.#keptFrom;
    this.#keptFrom = end; // Before they are gone: whoever reads meanwhile must not take them for lost.
    try {
      const batch = this.#db.batch();
      for (let at = from; at < end; at += 1) {
        const { bytes, blockBytes } = this.header(at) ?? corrupt(`block ${at} is missing from the database`);
        put(batch, headerKey(at), Buffer.concat([encodeNumbers(blockBytes), bytes]));
        batch.del(blockKey(at)).del(resultsKey(at));
      }
      put(batch, META_KEPT, encodeNumbers(end));
      await batch.write();
    } catch (error) {
      throw storageFailure('pruning old blocks', error);
    }
  }

  /** Encoded results of a block, in the order of its transactions. */
  results(height: number): readonly Bytes[] | undefined {
    const stored = this.#read(resultsKey(height), `results of block ${height}`);
    return stored && (splitPrefixed(stored, RESULTS_MAX) ?? corrupt(`results of block ${height} cannot be read`));
  }

  certificate(height: number): Bytes | undefined {
    return this.#read(certificateKey(height), `certificate of block ${height}`);
  }

  /** The nearest certificate at or above `height`: it vouches for that block too. */
  async certificateFrom(height: number): Promise<{ height: number; certificate: Bytes } | undefined> {
    for await (const [key, value] of this.#db.iterator({ gte: certificateKey(height), lt: certificateKey(Number.MAX_SAFE_INTEGER), limit: 1 })) {
      const found = Number(Buffer.from(key).readBigUInt64BE(1));
      return { height: found, certificate: checkedValue(key, value, `certificate of block ${found}`) };
    }
    return undefined;
  }

  /** How an epoch ended; undefined: it has not. */
  handOver(epoch: number): StoredHandOver | undefined {
    const stored = this.#read(handOverKey(epoch), `the end of epoch ${epoch}`);
    if (stored === undefined) return undefined;
    const [height] = decodeNumbers(stored.subarray(0, 8), 1, `the end of epoch ${epoch}`) as [number];
    return { height, closing: splitPrefixed(stored.subarray(8), CLOSING_MAX) ?? corrupt(`the end of epoch ${epoch} cannot be read`) };
  }

  heightOf(blockId: Hash): number | undefined {
    const stored = this.#read(heightOfBlockKey(blockId), `height of block ${toHex(blockId)}`);
    return stored && decodeNumbers(stored, 1, 'the height of a block')[0];
  }

  placeOf(txId: Hash): TransactionPlace | undefined {
    const stored = this.#read(placeOfTransactionKey(txId), `place of transaction ${toHex(txId)}`);
    if (stored === undefined) return undefined;
    const [height, index] = decodeNumbers(stored, 2, 'the place of a transaction') as [number, number];
    return { height, index };
  }

  /** What a block changed in the state; undefined once it was forgotten. */
  stateChanges(height: number): readonly Change[] | undefined {
    const stored = this.#read(stateChangesKey(height), `changes of block ${height}`);
    return stored && decodeChanges(stored);
  }

  /** The state is on disk as of this height: what led there is not needed. What a crash leaves is forgotten the next time. */
  async forgetStateChanges(upToHeight: number): Promise<void> {
    try {
      await this.#db.clear({ gte: stateChangesKey(0), lt: stateChangesKey(upToHeight + 1) });
    } catch (error) {
      throw storageFailure('forgetting old changes', error);
    }
  }

  /** Format of what is here: below the current one, it wants `oldState` and `upgraded`. */
  get format(): number {
    return this.#format;
  }

  /** All state entries as a database of format 1 holds them. */
  async oldState(): Promise<readonly Entry[]> {
    const entries: Entry[] = [];
    const iterator = this.#db.iterator(STATE_RANGE);
    try {
      for (let page = await iterator.nextv(4096); page.length > 0; page = await iterator.nextv(4096)) {
        for (const [key, stored] of page) entries.push([toBinary(key.subarray(1)), checkedValue(key, stored, 'a state entry')]);
      }
    } catch (error) {
      throw storageFailure('reading the state', error);
    } finally {
      await iterator.close();
    }
    return entries;
  }

  /** The state is elsewhere now, durably: from here on the database is of the current format. */
  async upgraded(): Promise<void> {
    try {
      await this.#writeFormat();
      await this.#db.clear(STATE_RANGE);
    } catch (error) {
      throw storageFailure('upgrading the database', error);
    }
  }

  async close(): Promise<void> {
    await this.#db.close();
  }

  #read(key: Bytes, what: string): Bytes | undefined {
    let stored: Bytes | undefined;
    try {
      stored = this.#db.getSync(key);
    } catch (error) {
      throw storageFailure(`reading ${what}`, error);
    }
    return stored && checkedValue(key, stored, what);
  }

  async #checkFormat(): Promise<void> {
    const stored = this.#read(META_FORMAT, 'the format of the database');
    if (stored === undefined) await this.#writeFormat();
    else if (stored.length !== 40 || !equalBytes(stored.subarray(8), this.#chainId)) corrupt('the database is of another chain');
    else this.#format = decodeNumbers(stored.subarray(0, 8), 1, 'the format of the database')[0]!;
    // An upgrade may have been killed before the last step.
    if (this.#format === STORAGE.formatVersion) await this.#db.clear(STATE_RANGE);
    if (this.#format > STORAGE.formatVersion) {
      throw new StorageFailed('newer-format', `the data folder is of format ${this.#format}, and this software knows formats up to ${STORAGE.formatVersion}: start the version that wrote it, or a newer one`);
    }
    const kept = this.#read(META_KEPT, 'the oldest block');
    if (kept !== undefined) this.#keptFrom = decodeNumbers(kept, 1, 'the oldest block')[0]!;
    const final = this.#read(META_FINAL, 'the newest final block');
    if (final !== undefined) this.#final = { height: decodeNumbers(final.subarray(0, 8), 1, 'the newest final block')[0]!, blockId: new Uint8Array(final.subarray(8)) };
  }

  async #writeFormat(): Promise<void> {
    const value = Buffer.concat([encodeNumbers(STORAGE.formatVersion), this.#chainId]);
    await this.#db.batch([{ type: 'put', key: META_FORMAT, value: withCheck(META_FORMAT, value) }], { sync: true });
    this.#format = STORAGE.formatVersion;
  }
}

function addRecord(record: FinalRecord, batch: WriteBatch): void {
  put(batch, blockKey(record.height), record.block);
  put(batch, resultsKey(record.height), joinPrefixed(record.results));
  put(batch, heightOfBlockKey(record.blockId), encodeNumbers(record.height));
  if (record.certificate !== undefined) put(batch, certificateKey(record.height), record.certificate);
  const { handOver } = record;
  if (handOver !== undefined) put(batch, handOverKey(handOver.epoch), Buffer.concat([encodeNumbers(record.height), joinPrefixed(handOver.closing)]));
  record.txIds.forEach((txId, index) => put(batch, placeOfTransactionKey(txId), encodeNumbers(record.height, index)));
  put(batch, stateChangesKey(record.height), encodeChanges(record.stateWrites));
}

function put(batch: WriteBatch, key: Bytes, value: Bytes): void {
  batch.put(key, withCheck(key, value));
}
