import { Reader } from '../codec/reader';
import { malformed } from '../codec/malformed';
import { Writer } from '../codec/writer';
import { hash } from '../crypto/hash';
import type { Bytes, Hash } from '../primitives/bytes';
import { concatBytes, equalBytes, utf8 } from '../primitives/bytes';
import { LIMITS } from '../protocol/limits';
import { EXPORT } from './limits';

/** One final block as it is exported. */
export interface ExportEntry {
  /** Encoded. */
  readonly block: Bytes;
  /** Encoded finality certificate of this very block or of the last of `closing`; empty if it has none. */
  readonly certificate: Bytes;
  /** Encoded closing blocks between the last block of an epoch and what its certificate is of; usually none. */
  readonly closing: readonly Bytes[];
}

export interface Chunk {
  readonly firstHeight: number;
  readonly entries: readonly ExportEntry[];
}

const MAGIC = utf8('BYSTEXP1');
const HASH_BYTES = 32;

/** Written out so that entries can be encoded one by one. */
export function chunkHead(firstHeight: number): Bytes {
  return new Writer(16).fixed(MAGIC, MAGIC.length).u53(firstHeight).finish();
}

export function encodeEntry({ block, certificate, closing }: ExportEntry): Bytes {
  const writer = new Writer(16 + block.length + certificate.length).bytes32(block).bytes32(certificate).u16(closing.length);
  for (const each of closing) writer.bytes32(each);
  return writer.finish();
}

/** @returns the chunk's bytes, and the hash of all of them for the manifest. */
export function sealChunk(parts: readonly Bytes[]): { readonly bytes: Bytes; readonly sha256: Hash } {
  const content = concatBytes(...parts);
  const bytes = concatBytes(content, hash(content));
  return { bytes, sha256: hash(bytes) };
}

/** @throws Refusal MALFORMED for what is no chunk. */
export function decodeChunk(bytes: Bytes): Chunk {
  const content = contentOf(bytes);
  if (!equalBytes(hash(content), bytes.subarray(content.length))) malformed('chunk', 'it does not have the hash it ends with');
  return decodeDamagedChunk(bytes);
}

/** The same without its hash: to find out where in it the damage lies. */
export function decodeDamagedChunk(bytes: Bytes): Chunk {
  const content = contentOf(bytes);
  const reader = new Reader(content);
  if (!equalBytes(reader.fixed(MAGIC.length, 'chunk.magic'), MAGIC)) malformed('chunk.magic', 'it is no chunk of an export');
  const firstHeight = reader.u53('chunk.firstHeight');
  const entries: ExportEntry[] = [];
  while (reader.offset < content.length) entries.push(readEntry(reader));
  return { firstHeight, entries };
}

function contentOf(bytes: Bytes): Bytes {
  if (bytes.length < MAGIC.length + 8 + HASH_BYTES) malformed('chunk', 'bytes end too early');
  return bytes.subarray(0, bytes.length - HASH_BYTES);
}

function readEntry(reader: Reader): ExportEntry {
  const block = reader.bytes32(LIMITS.blockBytesMax, 'entry.block');
  const certificate = reader.bytes32(EXPORT.certificateBytesMax, 'entry.certificate');
  const closing: Bytes[] = [];
  for (let left = reader.count(16, EXPORT.closingMax, 'entry.closing'); left > 0; left -= 1) closing.push(reader.bytes32(LIMITS.blockBytesMax, 'entry.closing'));
  return { block, certificate, closing };
}
