import { malformed } from '../codec/malformed';
import { Reader } from '../codec/reader';
import { Writer } from '../codec/writer';
import type { Bytes } from '../primitives/bytes';
import { equalBytes } from '../primitives/bytes';
import { invariant } from '../primitives/refusal';
import type { BlockHeader, SealedBlock, WorkSeal } from './block';
import { decodeOwnTransaction } from './decoded-transaction';
import { blockId } from './ids';
import { LIMITS } from './limits';
import type { SealedTransaction } from './transaction';

/** A header without a work seal; with one it is `WORK_SEAL_BYTES` longer. */
export const HEADER_BYTES = 2 + 32 + 8 + 4 + 8 + 32 + 8 + 2 + 4 + 5 * 32;
export const WORK_SEAL_BYTES = 32 + 4 + 8;
/** In the first two bytes, beside the protocol version: a work seal ends the header. */
const HAS_WORK_SEAL = 0x8000;

/** Length of the header that these bytes (at least two) begin with. */
export function headerLength(bytes: Bytes): number {
  return HEADER_BYTES + ((bytes[0] ?? 0) >= HAS_WORK_SEAL >> 8 ? WORK_SEAL_BYTES : 0);
}

export function encodeHeader(header: BlockHeader): Bytes {
  const { work } = header;
  invariant(header.protocolVersion < HAS_WORK_SEAL, 'a protocol version has fifteen bits');
  const writer = new Writer(HEADER_BYTES + WORK_SEAL_BYTES).u16(header.protocolVersion + (work === undefined ? 0 : HAS_WORK_SEAL)).fixed(header.chainId, 32).u53(header.height).u32(header.epoch);
  writer.u53(header.view).fixed(header.parentId, 32).u53(header.timeMs).u16(header.proposer).u32(header.transactionCount);
  writer.fixed(header.transactionsRoot, 32).fixed(header.resultsRoot, 32).fixed(header.stateRoot, 32);
  writer.fixed(header.committeeHash, 32).fixed(header.nextCommitteeHash, 32);
  if (work !== undefined) writer.fixed(work.minerKey, 32).u32(work.bits).u53(work.nonce);
  return writer.finish();
}

export function decodeHeader(bytes: Bytes): BlockHeader {
  return decodeOwnHeader(Uint8Array.prototype.slice.call(bytes));
}

/** As decodeHeader, for bytes that nobody will change: what is read is parts of them, no copies. */
export function decodeOwnHeader(bytes: Bytes): BlockHeader {
  const reader = new Reader(bytes);
  const header = readHeader(reader);
  reader.end('header');
  return header;
}

function readHeader(reader: Reader): BlockHeader {
  const version = reader.u16('header.protocolVersion');
  const header = {
    protocolVersion: version % HAS_WORK_SEAL,
    chainId: reader.fixed(32, 'header.chainId'),
    height: reader.u53('header.height'),
    epoch: reader.u32('header.epoch'),
    view: reader.u53('header.view'),
    parentId: reader.fixed(32, 'header.parentId'),
    timeMs: reader.u53('header.timeMs'),
    proposer: reader.u16('header.proposer'),
    transactionCount: reader.count(32, LIMITS.blockTransactionsMax, 'header.transactionCount'),
    transactionsRoot: reader.fixed(32, 'header.transactionsRoot'),
    resultsRoot: reader.fixed(32, 'header.resultsRoot'),
    stateRoot: reader.fixed(32, 'header.stateRoot'),
    committeeHash: reader.fixed(32, 'header.committeeHash'),
    nextCommitteeHash: reader.fixed(32, 'header.nextCommitteeHash'),
  };
  return version < HAS_WORK_SEAL ? header : { ...header, work: readWork(reader) };
}

function readWork(reader: Reader): WorkSeal {
  return { minerKey: reader.fixed(32, 'header.minerKey'), bits: reader.u32('header.bits'), nonce: reader.u53('header.nonce') };
}

/** Encodes a block and derives its id. `header.transactionCount` must be right. */
export function sealBlock(header: BlockHeader, transactions: readonly SealedTransaction[]): SealedBlock {
  invariant(header.transactionCount === transactions.length, 'a header counts its transactions');
  const headerBytes = encodeHeader(header);
  const size = transactions.reduce((sum, transaction) => sum + 4 + transaction.bytes.length, headerBytes.length);
  const writer = new Writer(size).fixed(headerBytes, headerBytes.length);
  for (const transaction of transactions) writer.bytes32(transaction.bytes);
  return { header, transactions, id: blockId(headerBytes), headerBytes, bytes: writer.finish() };
}

/**
 * Finds a transaction that this node already holds by its bytes, so that a block shares it (and what was computed about it) instead of
 * decoding another. It may guess: only one of exactly these bytes is taken (an id would not do, it does not cover signatures).
 */
export type KnownTransaction = (bytes: Bytes) => SealedTransaction | undefined;

/** Decodes a block. Refuses (MALFORMED) what is not exactly its encoding. The bytes are copied. Roots are not checked here. */
export function decodeBlock(bytes: Bytes, known: KnownTransaction = () => undefined): SealedBlock {
  if (bytes.length > LIMITS.blockBytesMax) malformed('block', `at most ${LIMITS.blockBytesMax} bytes`);
  const own = Uint8Array.prototype.slice.call(bytes);
  const reader = new Reader(own);
  const header = readHeader(reader);
  const headerBytes = reader.since(0);
  const transactions: SealedTransaction[] = [];
  for (let i = 0; i < header.transactionCount; i += 1) transactions.push(readTransaction(reader, i, known));
  reader.end('block');
  return { header, transactions, id: blockId(headerBytes), headerBytes, bytes: own };
}

function readTransaction(reader: Reader, index: number, known: KnownTransaction): SealedTransaction {
  const bytes = reader.bytes32(LIMITS.transactionBytesMax, `transactions[${index}]`);
  const held = known(bytes);
  return held !== undefined && equalBytes(held.bytes, bytes) ? held : decodeOwnTransaction(bytes);
}
