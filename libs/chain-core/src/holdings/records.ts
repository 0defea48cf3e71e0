import { Reader } from '../codec/reader';
import { Writer } from '../codec/writer';
import type { Bytes, PublicKey } from '../primitives/bytes';
import { EMPTY } from '../primitives/bytes';
import { LIMITS } from '../protocol/limits';

/** What a key holds of one asset, in the asset's units. */
export interface Balance {
  /** That it can spend alone, now or from some time on. */
  readonly alone: bigint;
  /** That it can spend only together with others. */
  readonly shared: bigint;
  /** In so many unspent outputs. */
  readonly outputs: number;
}

export interface AssetRecord {
  /** Everything that was ever issued, or given to miners, and what of it was retired. */
  readonly issued: bigint;
  readonly retired: bigint;
  /** Of the block in which it came about. */
  readonly firstHeight: number;
  /** Who may issue more: so many of these keys. None: nobody's command makes it. */
  readonly threshold: number;
  readonly issuers: readonly PublicKey[];
  /** Canonical JSON; empty without issuers. */
  readonly document: Bytes;
}

export const NO_BALANCE: Balance = { alone: 0n, shared: 0n, outputs: 0 };
export const UNDEFINED_ASSET: Omit<AssetRecord, 'firstHeight'> = { issued: 0n, retired: 0n, threshold: 0, issuers: [], document: EMPTY };

export function addBalances(a: Balance, b: Balance): Balance {
  return { alone: a.alone + b.alone, shared: a.shared + b.shared, outputs: a.outputs + b.outputs };
}

export function encodeBalance({ alone, shared, outputs }: Balance): Bytes {
  return new Writer(40).fixed(sumBytes(alone), 16).fixed(sumBytes(shared), 16).u53(outputs).finish();
}

export function decodeBalance(bytes: Bytes): Balance {
  const reader = new Reader(bytes);
  const balance = { alone: sumOf(reader.fixed(16, 'alone')), shared: sumOf(reader.fixed(16, 'shared')), outputs: reader.u53('outputs') };
  reader.end('balance');
  return balance;
}

export function encodeAsset({ issued, retired, firstHeight, threshold, issuers, document }: AssetRecord): Bytes {
  const writer = new Writer(128 + document.length).fixed(sumBytes(issued), 16).fixed(sumBytes(retired), 16).u53(firstHeight).u8(threshold).u8(issuers.length);
  for (const key of issuers) writer.fixed(key, 32);
  return writer.bytes16(document).finish();
}

export function decodeAsset(bytes: Bytes): AssetRecord {
  const reader = new Reader(bytes);
  const [issued, retired] = [sumOf(reader.fixed(16, 'issued')), sumOf(reader.fixed(16, 'retired'))];
  const [firstHeight, threshold, count] = [reader.u53('firstHeight'), reader.u8('threshold'), reader.u8('issuers')];
  const issuers = Array.from({ length: count }, () => reader.fixed(32, 'issuer'));
  const document = reader.bytes16(LIMITS.assetDefinitionBytesMax, 'document');
  reader.end('asset');
  return { issued, retired, firstHeight, threshold, issuers, document };
}

/** Sums are not bounded as amounts are: an asset may be issued again and again. */
function sumBytes(sum: bigint): Bytes {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, sum >> 64n);
  view.setBigUint64(8, sum & 0xffff_ffff_ffff_ffffn);
  return bytes;
}

function sumOf(bytes: Bytes): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 16);
  return (view.getBigUint64(0) << 64n) | view.getBigUint64(8);
}
