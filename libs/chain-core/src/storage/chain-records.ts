import { joinPrefixed, splitPrefixed } from '../codec/prefixed-list';
import type { Bytes, Hash } from '../primitives/bytes';
import { blockId } from '../protocol/ids';
import type { Change } from '../state/key-value-source';
import type { CheckedBatch } from './checked-database';
import { META_FINAL, META_KEPT, blockKey, certificateKey, handOverKey, headerKey, heightOfBlockKey, placeOfTransactionKey, resultsKey, stateChangesKey } from './keys';
import { encodeChanges } from './state-changes';
import { corrupt } from './storage-failed';
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

const CLOSING_MAX = 100_000;

export function putFinal(batch: CheckedBatch, record: FinalRecord): void {
  const { height, handOver } = record;
  batch.put(blockKey(height), record.block);
  batch.put(resultsKey(height), joinPrefixed(record.results));
  batch.put(heightOfBlockKey(record.blockId), encodeNumbers(height));
  // Where work decides there is none, and a state that was taken brings none.
  if (record.certificate !== undefined && record.certificate.length > 0) batch.put(certificateKey(height), record.certificate);
  if (handOver !== undefined) putHandOver(batch, handOver.epoch, { height, closing: handOver.closing });
  for (let index = 0; index < record.txIds.length; index += 1) batch.put(placeOfTransactionKey(record.txIds[index]!), encodeNumbers(height, index));
  batch.put(stateChangesKey(height), encodeChanges(record.stateWrites));
}

/** The newest final block is this one from now on. */
export function putNewest(batch: CheckedBatch, { height, blockId }: Pick<FinalRecord, 'height' | 'blockId'>): void {
  batch.put(META_FINAL, Buffer.concat([encodeNumbers(height), blockId]));
}

export function putAdopted(batch: CheckedBatch, record: AdoptedBlock): void {
  for (const { height, bytes } of record.headers) putHeader(batch, height, bytes, 0);
  for (const { epoch, certificate, ...handOver } of record.handOvers) {
    putHandOver(batch, epoch, handOver);
    batch.put(certificateKey(handOver.height), certificate);
  }
  putFinal(batch, { ...record, stateWrites: [] });
  putNewest(batch, record);
  batch.put(META_KEPT, encodeNumbers(record.height));
}

/** Headers of consecutive blocks that were never here, with what their blocks are found by. */
export function putHeaders(batch: CheckedBatch, from: number, headers: readonly Bytes[]): void {
  headers.forEach((bytes, i) => {
    putHeader(batch, from + i, bytes, 0);
    batch.put(heightOfBlockKey(blockId(bytes)), encodeNumbers(from + i));
  });
}

/** The header of a block whose body is not here. @param blockBytes how long the block was; 0: nobody here ever had it */
export function putHeader(batch: CheckedBatch, height: number, header: Bytes, blockBytes: number): void {
  batch.put(headerKey(height), Buffer.concat([encodeNumbers(blockBytes), header]));
}

function putHandOver(batch: CheckedBatch, epoch: number, { height, closing }: StoredHandOver): void {
  batch.put(handOverKey(epoch), Buffer.concat([encodeNumbers(height), joinPrefixed(closing)]));
}

export function decodeHeaderRecord(stored: Bytes, what: string): { readonly bytes: Bytes; readonly blockBytes: number } {
  return { bytes: stored.subarray(8), blockBytes: decodeNumbers(stored.subarray(0, 8), 1, what)[0]! };
}

export function decodeHandOver(stored: Bytes, what: string): StoredHandOver {
  const [height] = decodeNumbers(stored.subarray(0, 8), 1, what) as [number];
  return { height, closing: splitPrefixed(stored.subarray(8), CLOSING_MAX) ?? corrupt(`${what} cannot be read`) };
}
