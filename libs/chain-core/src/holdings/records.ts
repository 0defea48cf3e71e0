import { Reader } from '../codec/reader';
import { SUM_BYTES, sumBytes, sumOf } from '../codec/sum';
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
  return new Writer(40).fixed(sumBytes(alone), SUM_BYTES).fixed(sumBytes(shared), SUM_BYTES).u53(outputs).finish();
}

export function decodeBalance(bytes: Bytes): Balance {
  const reader = new Reader(bytes);
  const balance = { alone: sumOf(reader.fixed(SUM_BYTES, 'alone')), shared: sumOf(reader.fixed(SUM_BYTES, 'shared')), outputs: reader.u53('outputs') };
  reader.end('balance');
  return balance;
}

export function encodeAsset({ issued, retired, firstHeight, threshold, issuers, document }: AssetRecord): Bytes {
  const writer = new Writer(128 + document.length).fixed(sumBytes(issued), SUM_BYTES).fixed(sumBytes(retired), SUM_BYTES).u53(firstHeight).u8(threshold).u8(issuers.length);
  for (const key of issuers) writer.fixed(key, 32);
  return writer.bytes16(document).finish();
}

export function decodeAsset(bytes: Bytes): AssetRecord {
  const reader = new Reader(bytes);
  const [issued, retired] = [sumOf(reader.fixed(SUM_BYTES, 'issued')), sumOf(reader.fixed(SUM_BYTES, 'retired'))];
  const [firstHeight, threshold, count] = [reader.u53('firstHeight'), reader.u8('threshold'), reader.u8('issuers')];
  const issuers = Array.from({ length: count }, () => reader.fixed(32, 'issuer'));
  const document = reader.bytes16(LIMITS.assetDefinitionBytesMax, 'document');
  reader.end('asset');
  return { issued, retired, firstHeight, threshold, issuers, document };
}
