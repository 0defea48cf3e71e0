import { splitPrefixed } from '../codec/prefixed-list';
import type { Bytes, Hash, PublicKey } from '../primitives/bytes';
import { toHex } from '../primitives/bytes';
import { headerLength } from '../protocol/codec';
import type { Change, Entry } from '../state/key-value-source';
import { openFormat, readOldState, upgradeFormat } from './chain-format';
import { decodeHandOver, decodeHeaderRecord, putAdopted, putFinal, putHeader, putHeaders, putNewest } from './chain-records';
import type { AdoptedBlock, FinalRecord, StoredHandOver } from './chain-records';
import { CheckedDatabase, type CheckedBatch } from './checked-database';
import { META_FINAL, META_KEPT, blockKey, certificateKey, handOverKey, headerKey, heightOfBlockKey, placeOfTransactionKey, resultsKey, stateChangesKey } from './keys';
import { STORAGE } from './limits';
import { outOfStep } from './out-of-step';
import { decodeChanges } from './state-changes';
import { corrupt, storageFailure } from './storage-failed';
import { decodeNumbers, encodeNumbers } from './stored-values';

export interface TransactionPlace {
  readonly height: number;
  readonly index: number;
}

const RESULTS_MAX = 1_000_000;
const HEIGHT_MAX = Number.MAX_SAFE_INTEGER;

/** Everything final, in one database. What cannot be verified on reading is never returned: StorageFailed('corrupt') is thrown instead. */
export class ChainStore {
  readonly #database: CheckedDatabase;
  readonly #chainId: Hash;
  #keptFrom: number;
  #final: { height: number; blockId: Hash } | undefined;
  #format: number;

  private constructor(database: CheckedDatabase, chainId: Hash, format: number) {
    this.#database = database;
    this.#chainId = chainId;
    this.#format = format;
    const kept = database.read(META_KEPT, 'the oldest block');
    this.#keptFrom = kept === undefined ? 1 : decodeNumbers(kept, 1, 'the oldest block')[0]!;
    const final = database.read(META_FINAL, 'the newest final block');
    this.#final = final && { height: decodeNumbers(final.subarray(0, 8), 1, 'the newest final block')[0]!, blockId: new Uint8Array(final.subarray(8)) };
  }

  /** Opens or makes the database of one chain; see outOfStep for `nodeKey`. Throws StorageFailed when it is damaged, of a newer format or of another chain. */
  static async open(options: { readonly dir: string; readonly chainId: Hash; readonly nodeKey?: PublicKey | undefined }): Promise<ChainStore> {
    const database = await CheckedDatabase.open(options.dir, outOfStep(STORAGE.levelWriteBufferBytes, options.nodeKey));
    try {
      return new ChainStore(database, options.chainId, await openFormat(database, options.chainId));
    } catch (error) {
      await database.close().catch(() => undefined);
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
    const fill = (batch: CheckedBatch) => {
      for (const record of records) putFinal(batch, record);
      putNewest(batch, last);
    };
    await this.#database.write('committing a block', fill, { sync: true });
    this.#final = { height: last.height, blockId: last.blockId };
  }

  /**
   * Makes a block the newest final one whose ancestors are not here: what there was of earlier blocks, but for genesis, is forgotten.
   * Repeating it does no harm; a crash before the end leaves it to be repeated. The state is the caller's.
   */
  async adopt(record: AdoptedBlock): Promise<void> {
    const doing = 'adopting a block';
    for (const key of [blockKey, resultsKey]) await this.#database.clear(doing, { gte: key(1), lt: key(record.height) });
    await this.#database.clear(doing, { gte: stateChangesKey(0), lt: stateChangesKey(HEIGHT_MAX) });
    await this.#database.write(doing, (batch) => putAdopted(batch, record), { sync: true });
    this.#final = { height: record.height, blockId: record.blockId };
    this.#keptFrom = record.height;
  }

  /** Headers of consecutive blocks whose bodies are not here, before the block on them is adopted. Durable when it resolves; repeating it does no harm. */
  async addHeaders(from: number, headers: readonly Bytes[]): Promise<void> {
    await this.#database.write('keeping headers', (batch) => putHeaders(batch, from, headers), { sync: true });
  }

  block(height: number): Bytes | undefined {
    return this.#database.read(blockKey(height), `block ${height}`);
  }

  /** Height of the oldest block after genesis that is here with its transactions and results. */
  get keptFrom(): number {
    return this.#keptFrom;
  }

  /** Encoded header of a block, and how long the block is or was (0: nobody here ever had it); also of one that was pruned. */
  header(height: number): { readonly bytes: Bytes; readonly blockBytes: number } | undefined {
    const block = this.block(height);
    if (block !== undefined) return { bytes: block.subarray(0, headerLength(block)), blockBytes: block.length };
    const stored = this.#database.read(headerKey(height), `header of block ${height}`);
    return stored && decodeHeaderRecord(stored, `header of block ${height}`);
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
    const fill = (batch: CheckedBatch) => {
      for (let at = from; at < end; at += 1) {
        const { bytes, blockBytes } = this.header(at) ?? corrupt(`block ${at} is missing from the database`);
        putHeader(batch, at, bytes, blockBytes);
        batch.delete(blockKey(at));
        batch.delete(resultsKey(at));
      }
      batch.put(META_KEPT, encodeNumbers(end));
    };
    await this.#database.write('pruning old blocks', fill, { sync: false });
  }

  /** Encoded results of a block, in the order of its transactions. */
  results(height: number): readonly Bytes[] | undefined {
    const stored = this.#database.read(resultsKey(height), `results of block ${height}`);
    return stored && (splitPrefixed(stored, RESULTS_MAX) ?? corrupt(`results of block ${height} cannot be read`));
  }

  certificate(height: number): Bytes | undefined {
    return this.#database.read(certificateKey(height), `certificate of block ${height}`);
  }

  /** The nearest certificate at or above `height`: it vouches for that block too. */
  async certificateFrom(height: number): Promise<{ height: number; certificate: Bytes } | undefined> {
    const range = { gte: certificateKey(height), lt: certificateKey(HEIGHT_MAX) };
    for await (const [key, certificate] of this.#database.entries(range, `the certificate from block ${height} on`, 1)) {
      // Versions before wrote an empty one for a block whose state was taken where work decides.
      if (certificate.length > 0) return { height: Number(Buffer.from(key).readBigUInt64BE(1)), certificate };
    }
    return undefined;
  }

  /** How an epoch ended; undefined: it has not. */
  handOver(epoch: number): StoredHandOver | undefined {
    const stored = this.#database.read(handOverKey(epoch), `the end of epoch ${epoch}`);
    return stored && decodeHandOver(stored, `the end of epoch ${epoch}`);
  }

  heightOf(blockId: Hash): number | undefined {
    const stored = this.#database.read(heightOfBlockKey(blockId), `height of block ${toHex(blockId)}`);
    return stored && decodeNumbers(stored, 1, 'the height of a block')[0];
  }

  placeOf(txId: Hash): TransactionPlace | undefined {
    const stored = this.#database.read(placeOfTransactionKey(txId), `place of transaction ${toHex(txId)}`);
    if (stored === undefined) return undefined;
    const [height, index] = decodeNumbers(stored, 2, 'the place of a transaction') as [number, number];
    return { height, index };
  }

  /** What a block changed in the state; undefined once it was forgotten. */
  stateChanges(height: number): readonly Change[] | undefined {
    const stored = this.#database.read(stateChangesKey(height), `changes of block ${height}`);
    return stored && decodeChanges(stored);
  }

  /** The state is on disk as of this height: what led there is not needed. What a crash leaves is forgotten the next time. */
  async forgetStateChanges(upToHeight: number): Promise<void> {
    await this.#database.clear('forgetting old changes', { gte: stateChangesKey(0), lt: stateChangesKey(upToHeight + 1) });
  }

  /** Format of what is here: below the current one, it wants `oldState` and `upgraded`. */
  get format(): number {
    return this.#format;
  }

  /** All state entries as a database of format 1 holds them. */
  oldState(): Promise<readonly Entry[]> {
    return readOldState(this.#database);
  }

  /** The state is elsewhere now, durably: from here on the database is of the current format. */
  async upgraded(): Promise<void> {
    await upgradeFormat(this.#database, this.#chainId);
    this.#format = STORAGE.formatVersion;
  }

  async close(): Promise<void> {
    await this.#database.close();
  }
}
