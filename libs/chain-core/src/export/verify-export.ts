import { hash } from '../crypto/hash';
import type { ModuleRegistry } from '../module/registry';
import type { Bytes } from '../primitives/bytes';
import { toHex } from '../primitives/bytes';
import { Refusal } from '../primitives/refusal';
import { parseGenesis } from '../protocol/check-genesis';
import type { GenesisDocument } from '../protocol/genesis';
import { decodeChunk, decodeDamagedChunk, type Chunk } from './chunk-codec';
import { exportInvalid } from './export-failed';
import type { FinalityProof } from './finality-trail';
import { EXPORT } from './limits';
import { chunkFile, GENESIS_FILE, MANIFEST_FILE, readManifest, type ChunkFacts, type Manifest } from './manifest';
import { LIMITS } from '../protocol/limits';
import { Replay } from './replay';

export interface ExportReader {
  /** @returns the file's bytes; undefined if there is none, or it is longer than `bytesMax`. */
  read(file: string, bytesMax: number): Bytes | undefined | Promise<Bytes | undefined>;
}

/** What an export proved: every block, executed again from genesis. */
export interface VerifiedExport {
  readonly chainId: string;
  readonly genesis: GenesisDocument;
  readonly lastHeight: number;
  readonly lastBlockId: string;
  readonly stateRoot: string;
  readonly lastTimeMs: number;
  readonly transactions: number;
  /** The newest block that the export itself proves to be final: on a chain of proof of work not the last one. */
  readonly finalHeight: number;
  readonly proof: FinalityProof;
}

export interface VerifyExportOptions {
  readonly registry: ModuleRegistry;
  /** Hex; left out: whatever chain the export is of. */
  readonly chainId?: string;
  readonly onChunk?: (lastHeight: number) => void;
}

/** Checks an export as format.md says. @throws ExportFailed EXPORT_INVALID: the first thing that is wrong. */
export async function verifyExport(reader: ExportReader, options: VerifyExportOptions): Promise<VerifiedExport> {
  const manifest = readManifest(await needed(reader, MANIFEST_FILE, EXPORT.manifestBytesMax));
  const genesis = await readGenesis(reader, manifest, options.chainId);
  const replay = await Replay.begin(genesis, modulesOf(genesis, options.registry));
  for (const [index, facts] of manifest.chunks.entries()) {
    const file = chunkFile(index);
    const { entries, damage } = await readChunk(reader, file, facts);
    for (const [i, entry] of entries.entries()) await replay.add(entry, { height: facts.firstHeight + i, file });
    if (damage !== undefined) exportInvalid(damage, { height: facts.firstHeight, file });
    options.onChunk?.(facts.lastHeight);
  }
  return verdict(replay, genesis, manifest);
}

async function readGenesis(reader: ExportReader, { chainId }: Manifest, expected: string | undefined): Promise<GenesisDocument> {
  const at = { height: 0, file: GENESIS_FILE };
  if (expected !== undefined && expected !== chainId) exportInvalid(`it is an export of chain ${chainId}`, { file: MANIFEST_FILE });
  const bytes = await needed(reader, GENESIS_FILE, LIMITS.genesisBytesMax);
  if (toHex(hash(bytes)) !== chainId) exportInvalid('its hash is not the id of the chain', at);
  try {
    return parseGenesis(bytes);
  } catch (error) {
    if (error instanceof Refusal) exportInvalid(`it is no genesis document: ${String(error.facts.reason ?? error.code)}`, at);
    throw error;
  }
}

function modulesOf(genesis: GenesisDocument, registry: ModuleRegistry) {
  try {
    return registry.resolve(genesis.modules);
  } catch (error) {
    if (error instanceof Refusal) exportInvalid(`this software cannot run the chain's modules: ${error.code} ${JSON.stringify(error.facts)}`, { height: 0, file: GENESIS_FILE });
    throw error;
  }
}

/** A damaged chunk is read as far as it can be: executing it shows which block the damage is in. */
async function readChunk(reader: ExportReader, file: string, facts: ChunkFacts): Promise<Chunk & { readonly damage?: string }> {
  const at = { height: facts.firstHeight, file };
  const bytes = await needed(reader, file, EXPORT.chunkFileBytesMax, facts.firstHeight);
  const range = `blocks ${facts.firstHeight} to ${facts.lastHeight}`;
  const isWhole = bytes.length === facts.bytes && toHex(hash(bytes)) === facts.sha256;
  const damage = isWhole ? undefined : `the file of ${range} is not the one that was written: ${whatIsWrong(bytes, facts)}`;
  const chunk = damage === undefined ? decoded(() => decodeChunk(bytes), at) : decoded(() => decodeDamagedChunk(bytes), at, damage);
  if (chunk.firstHeight !== facts.firstHeight || chunk.entries.length !== facts.lastHeight - facts.firstHeight + 1) exportInvalid(damage ?? `the file does not hold ${range}`, at);
  return { ...chunk, damage };
}

function whatIsWrong(bytes: Bytes, facts: ChunkFacts): string {
  return bytes.length === facts.bytes ? 'its hash is another one than the manifest says' : `it has ${bytes.length} bytes instead of ${facts.bytes}`;
}

function decoded(decode: () => Chunk, at: { readonly height: number; readonly file: string }, damage?: string): Chunk {
  try {
    return decode();
  } catch (error) {
    if (error instanceof Refusal) exportInvalid(damage ?? `the file cannot be read: ${String(error.facts.field)} ${String(error.facts.reason)}`, at);
    throw error;
  }
}

function verdict(replay: Replay, genesis: GenesisDocument, manifest: Manifest): VerifiedExport {
  const { header, id, state } = replay.last;
  const { finalHeight, proof } = replay.trail;
  if (proof.kind === 'certificates' && finalHeight < manifest.lastHeight) exportInvalid('no certificate covers this block and those above it', { height: finalHeight + 1 });
  return {
    chainId: manifest.chainId, genesis, lastHeight: header.height, lastBlockId: toHex(id), stateRoot: toHex(state.root), lastTimeMs: header.timeMs,
    transactions: replay.transactions, finalHeight, proof,
  };
}

async function needed(reader: ExportReader, file: string, bytesMax: number, height?: number): Promise<Bytes> {
  const missing = file === MANIFEST_FILE ? 'there is no manifest: the export was not finished, or this is no export' : 'the file is missing, or too long';
  return (await reader.read(file, bytesMax)) ?? exportInvalid(missing, { file, ...(height !== undefined && { height }) });
}
