import { canonicalJson, parseCanonicalJson } from '../codec/json';
import type { Bytes } from '../primitives/bytes';
import { fromHex } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { Refusal } from '../primitives/refusal';
import { exportInvalid } from './export-failed';
import { EXPORT } from './limits';

export interface ChunkFacts {
  readonly firstHeight: number;
  readonly lastHeight: number;
  readonly bytes: number;
  /** Hex, of the whole file. */
  readonly sha256: string;
}

export interface Manifest {
  readonly format: 'bystack-export/1';
  readonly chainId: string;
  readonly lastHeight: number;
  readonly chunks: readonly ChunkFacts[];
}

export const MANIFEST_FILE = 'export.json';
export const GENESIS_FILE = 'genesis.json';
export const chunkFile = (index: number): string => `${String(index).padStart(6, '0')}.blocks`;

export function encodeManifest(manifest: Manifest): Bytes {
  return canonicalJson(manifest as unknown as Json);
}

/** @throws ExportFailed unless it is a manifest, byte for byte, whose chunks follow each other without a gap. */
export function readManifest(bytes: Bytes): Manifest {
  const manifest = parse(bytes) as Partial<Manifest> | null;
  if (typeof manifest !== 'object' || manifest === null || Object.keys(manifest).sort().join() !== 'chainId,chunks,format,lastHeight') return invalid('it has not the fields of a manifest');
  const { format, chainId, lastHeight, chunks } = manifest as Manifest;
  if (format !== 'bystack-export/1') invalid('it is no export of the form bystack-export/1');
  if (typeof chainId !== 'string' || fromHex(chainId, 32) === undefined) invalid('chainId must be 32 bytes in lower-case hex');
  if (!isHeight(lastHeight)) invalid('lastHeight must be a height');
  if (!Array.isArray(chunks) || chunks.length > EXPORT.chunksMax) return invalid(`chunks must be a list of at most ${EXPORT.chunksMax}`);
  const end = chunks.reduce(checkChunk, 0);
  if (end !== lastHeight) invalid(`its chunks end at height ${end}, not at ${lastHeight}`);
  return manifest as Manifest;
}

/** @returns the chunk's last height. */
function checkChunk(before: number, chunk: Partial<ChunkFacts> | null, index: number): number {
  const where = `chunk ${index}`;
  if (typeof chunk !== 'object' || chunk === null || Object.keys(chunk).sort().join() !== 'bytes,firstHeight,lastHeight,sha256') return invalid(`${where} has not the fields of a chunk`);
  const { firstHeight, lastHeight, bytes, sha256 } = chunk as ChunkFacts;
  if (firstHeight !== before + 1 || !isHeight(lastHeight) || lastHeight < firstHeight) invalid(`${where} does not continue the one before it`);
  if (!isHeight(bytes) || bytes > EXPORT.chunkFileBytesMax) invalid(`${where} must be at most ${EXPORT.chunkFileBytesMax} bytes`);
  if (typeof sha256 !== 'string' || fromHex(sha256, 32) === undefined) invalid(`${where} has no hash`);
  return lastHeight;
}

function parse(bytes: Bytes): Json {
  try {
    return parseCanonicalJson(bytes, { depthMax: 8, bytesMax: EXPORT.manifestBytesMax });
  } catch (error) {
    if (error instanceof Refusal) invalid(`it is not canonical JSON: ${String(error.facts.reason ?? error.code)}`);
    throw error;
  }
}

function isHeight(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function invalid(reason: string): never {
  return exportInvalid(`the manifest does not hold: ${reason}`, { file: MANIFEST_FILE });
}
