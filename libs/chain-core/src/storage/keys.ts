import type { Bytes, Hash } from '../primitives/bytes';
import { concatBytes } from '../primitives/bytes';

/** First byte of every key of the database: which table it is of. On disk; never reused. */
const TABLES = { meta: 0, block: 1, results: 2, certificate: 3, heightOfBlock: 4, placeOfTransaction: 5, handOver: 6, stateChanges: 7, header: 8, /** Until format 1. */ state: 16 } as const;

export const META_FORMAT = metaKey('format');
export const META_FINAL = metaKey('final');
export const META_KEPT = metaKey('kept');

function metaKey(name: string): Bytes {
  return concatBytes(Uint8Array.of(TABLES.meta), Buffer.from(name, 'latin1'));
}

export const blockKey = (height: number): Bytes => heightKey(TABLES.block, height);
export const resultsKey = (height: number): Bytes => heightKey(TABLES.results, height);
export const certificateKey = (height: number): Bytes => heightKey(TABLES.certificate, height);
/** By the epoch that ends. */
export const handOverKey = (epoch: number): Bytes => heightKey(TABLES.handOver, epoch);
/** Of a block whose body was pruned. */
export const headerKey = (height: number): Bytes => heightKey(TABLES.header, height);
export const stateChangesKey = (height: number): Bytes => heightKey(TABLES.stateChanges, height);
export const heightOfBlockKey = (id: Hash): Bytes => prefixed(TABLES.heightOfBlock, id);
export const placeOfTransactionKey = (txId: Hash): Bytes => prefixed(TABLES.placeOfTransaction, txId);
/** Bounds of all state entries of format 1. */
export const STATE_RANGE = { gte: Uint8Array.of(TABLES.state), lt: Uint8Array.of(TABLES.state + 1) } as const;

/** Heights (and epochs) in big-endian, so that the order of keys is the order of blocks. */
function heightKey(table: number, height: number): Bytes {
  const key = Buffer.allocUnsafe(9);
  key.writeUInt8(table, 0);
  key.writeBigUInt64BE(BigInt(height), 1);
  return key;
}

function prefixed(table: number, rest: Bytes): Bytes {
  const key = Buffer.allocUnsafe(1 + rest.length);
  key.writeUInt8(table, 0);
  key.set(rest, 1);
  return key;
}
