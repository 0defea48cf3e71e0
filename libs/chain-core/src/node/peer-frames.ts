import type { Bytes } from '../primitives/bytes';

/** Payloads of what nodes say to each other, as far as the node itself reads them (see network/messages.ts). Decoders give undefined for what no honest peer sends. */

const NUMBER_BYTES = 4;
const HEIGHT_BYTES = 8;

export interface Numbered {
  readonly number: number;
  readonly rest: Bytes;
}

/** number u32 (an epoch, a request), then what only somebody else can read. */
export function withNumber(number: number, rest: Bytes): Bytes {
  const out = Buffer.allocUnsafe(NUMBER_BYTES + rest.length);
  out.writeUInt32BE(number, 0);
  out.set(rest, NUMBER_BYTES);
  return out;
}

export function decodeNumbered(payload: Bytes): Numbered | undefined {
  if (payload.length < NUMBER_BYTES) return undefined;
  return { number: view(payload).getUint32(0), rest: payload.subarray(NUMBER_BYTES) };
}

/** height u64. */
export function encodeHeight(height: number): Bytes {
  const out = Buffer.allocUnsafe(HEIGHT_BYTES);
  out.writeBigUInt64BE(BigInt(height));
  return out;
}

/** A height beyond 2^53-1 is nobody's: whoever looked it up would ask the disk for a key that cannot be. */
export function decodeHeight(payload: Bytes): number | undefined {
  if (payload.length !== HEIGHT_BYTES) return undefined;
  const height = view(payload).getBigUint64(0);
  return height <= Number.MAX_SAFE_INTEGER ? Number(height) : undefined;
}

/** request u32, from height u64. */
export function encodeGetBlocks(request: number, fromHeight: number): Bytes {
  return withNumber(request, encodeHeight(fromHeight));
}

export function decodeGetBlocks(payload: Bytes): { readonly request: number; readonly fromHeight: number } | undefined {
  const numbered = decodeNumbered(payload);
  const fromHeight = numbered && decodeHeight(numbered.rest);
  return fromHeight === undefined ? undefined : { request: numbered!.number, fromHeight };
}

function view(bytes: Bytes): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
