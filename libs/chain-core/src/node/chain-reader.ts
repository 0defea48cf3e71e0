import { toBinary } from '../crypto/hash';
import { exportPage, storeSource } from '../export';
import type { Bytes, Hash } from '../primitives/bytes';
import { EMPTY, equalBytes, toHex } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import { decodeBlock, decodeHeader, encodeCommittee, headerLength } from '../protocol/codec';
import type { BlockHeader, SealedBlock } from '../protocol/block';
import { LIMITS } from '../protocol/limits';
import { makeReceipt } from '../protocol/make-receipt';
import { endsEpoch } from '../protocol/epoch';
import type { HandOver, Receipt } from '../protocol/receipt';
import type { Committee } from '../protocol/vote';
import { StorageFailed } from '../storage';
import type { ChainStore } from '../storage';
import type { BlockTree } from './block-tree';
import type { ExecutedBlock } from './executed-block';
import { RecentBlocks } from './recent-blocks';

/** Where a transaction is recorded. `isFinal`: on this node's disk for ever. */
export interface RecordedPlace {
  readonly isFinal: boolean;
  readonly index: number;
  readonly block: SealedBlock;
  /** Leaves of the block's results tree: one for each transaction, then the block's own. */
  readonly resultLeaves: readonly Bytes[];
}

export interface ReaderParts {
  readonly store: ChainStore;
  readonly tree: BlockTree;
  /** Final blocks that are not on disk yet, in a row, oldest first. */
  undurable(): readonly ExecutedBlock[];
  /** The committee of an epoch that the newest final block knows of. */
  committeeOf(epoch: number): Committee;
}

/** Reads what is recorded. Everything read from disk is verified first: StorageFailed('corrupt') is thrown instead of a wrong answer. */
export class ChainReader {
  readonly #parts: ReaderParts;
  readonly #recent = new RecentBlocks();

  constructor(parts: ReaderParts) {
    this.#parts = parts;
  }

  get finalHeight(): number {
    return this.#parts.store.final!.height;
  }

  /** Height of the oldest block after genesis that is here with its transactions and results. */
  get keptFrom(): number {
    return this.#parts.store.keptFrom;
  }

  /** @throws Refusal BLOCK_PRUNED {height, keptFrom} when this node no longer has the block's transactions and results. */
  refusePruned(height: number): void {
    if (height > 0 && height < this.keptFrom) refuse('BLOCK_PRUNED', { height, keptFrom: this.keptFrom });
  }

  /** A final block; undefined above the newest one. @throws Refusal BLOCK_PRUNED */
  block(height: number): SealedBlock | undefined {
    this.refusePruned(height);
    const recent = this.#recent.at(height);
    if (recent !== undefined) return recent.block;
    const bytes = this.#parts.store.block(height);
    if (bytes === undefined && height <= this.finalHeight) throw new StorageFailed('corrupt', `block ${height} is missing from the database`);
    return bytes && decodeBlock(bytes);
  }

  /** These blocks are on disk now. */
  remember(blocks: readonly ExecutedBlock[]): void {
    for (const block of blocks) this.#recent.add(block);
  }

  heightOf(blockId: Hash): number | undefined {
    return this.#parts.store.heightOf(blockId);
  }

  /** Final blocks on their way to the disk, oldest first. */
  get undurable(): readonly ExecutedBlock[] {
    return this.#parts.undurable();
  }

  /** A final block on its way to the disk. */
  undurableAt(height: number): ExecutedBlock | undefined {
    return this.undurable[height - (this.undurable[0]?.height ?? Infinity)];
  }

  undurableHeightOf(blockId: Hash): number | undefined {
    return this.undurable.find(({ block }) => equalBytes(block.id, blockId))?.height;
  }

  header(height: number): { readonly header: BlockHeader; readonly bytes: Bytes; readonly blockBytes: number } | undefined {
    const recent = this.#recent.at(height)?.block;
    if (recent !== undefined) return { header: recent.header, bytes: recent.headerBytes, blockBytes: recent.bytes.length };
    const found = this.#parts.store.header(height);
    return found && { header: decodeHeader(found.bytes), ...found };
  }

  resultLeaves(height: number): readonly Bytes[] {
    return this.#recent.at(height)?.resultLeaves ?? this.#parts.store.results(height) ?? missing(`the results of block ${height}`);
  }

  isRecorded(txId: Hash): boolean {
    return this.#parts.tree.holder(toBinary(txId)) !== undefined || this.#parts.store.placeOf(txId) !== undefined;
  }

  /** @throws Refusal BLOCK_PRUNED when it is recorded in a block that this node no longer has. */
  find(txId: Hash): RecordedPlace | undefined {
    const place = this.#parts.store.placeOf(txId);
    if (place === undefined) return this.#unfinal(txId);
    const block = this.block(place.height)!;
    const transaction = block.transactions[place.index];
    if (transaction === undefined || !equalBytes(transaction.txId, txId)) missing(`transaction ${toHex(txId)}`);
    return { isFinal: true, index: place.index, block, resultLeaves: this.resultLeaves(place.height) };
  }

  /** The certificate that vouches for a final block: its own, or its nearest certified descendant's. Genesis of a new chain has none. */
  certificateFrom(height: number): Promise<{ height: number; certificate: Bytes } | undefined> {
    return this.#parts.store.certificateFrom(height);
  }

  /** Evidence about a final transaction (`isFinal`). */
  async receipt(place: RecordedPlace): Promise<Receipt> {
    const { height } = place.block.header;
    const certified = (await this.certificateFrom(height)) ?? missing(`the certificate of block ${height}`);
    const laterHeaders: Bytes[] = [];
    for (let at = height + 1; at <= certified.height && laterHeaders.length < LIMITS.receiptHeadersMax; at += 1) {
      laterHeaders.push(this.header(at)?.bytes ?? missing(`block ${at}`));
    }
    laterHeaders.push(...this.closingHeaders(certified.height));
    const handOvers = this.handOvers(0, this.header(certified.height)!.header.epoch);
    return makeReceipt({ ...place, laterHeaders, certificate: certified.certificate, handOvers });
  }

  /** Encoded headers that lead from the last block of an epoch to the one its certificate is of; none for any other block. */
  closingHeaders(height: number): readonly Bytes[] {
    const { header } = this.header(height) ?? missing(`block ${height}`);
    if (!endsEpoch(header)) return [];
    const { closing } = this.#parts.store.handOver(header.epoch) ?? missing(`the end of epoch ${header.epoch}`);
    return closing.map((block) => block.subarray(0, headerLength(block)));
  }

  /** Final blocks from a height on, on disk, as a page of an export (export/format.md). @throws Refusal BLOCK_PRUNED */
  exportPage(fromHeight: number): Promise<Bytes> {
    this.refusePruned(fromHeight);
    return exportPage(storeSource(this.#parts.store, EMPTY), fromHeight);
  }

  /** How the committees of these epochs handed over, one after the other; `untilEpoch` is not among those that did. */
  handOvers(fromEpoch: number, untilEpoch: number): readonly HandOver[] {
    const handOvers: HandOver[] = [];
    for (let epoch = fromEpoch; epoch < untilEpoch; epoch += 1) {
      const { height } = this.#parts.store.handOver(epoch) ?? missing(`the end of epoch ${epoch}`);
      const header = this.closingHeaders(height).at(-1) ?? this.header(height)!.bytes;
      const certificate = this.#parts.store.certificate(height) ?? missing(`the certificate of block ${height}`);
      handOvers.push({ header: toHex(header), certificate: toHex(certificate), committee: toHex(encodeCommittee(this.#parts.committeeOf(epoch + 1))) });
    }
    return handOvers;
  }

  #unfinal(txId: Hash): RecordedPlace | undefined {
    const key = toBinary(txId);
    const holder = this.#parts.tree.holder(key);
    return holder && { isFinal: false, index: holder.indexOf(key)!, block: holder.block, resultLeaves: holder.resultLeaves };
  }
}

function missing(what: string): never {
  throw new StorageFailed('corrupt', `${what} is missing from the database`);
}
