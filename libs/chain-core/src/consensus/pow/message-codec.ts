import { malformed } from '../../codec/malformed';
import { readWhole, type Reader } from '../../codec/reader';
import { Writer } from '../../codec/writer';
import type { Bytes, Hash } from '../../primitives/bytes';
import { concatBytes } from '../../primitives/bytes';
import { HEADER_BYTES, WORK_SEAL_BYTES } from '../../protocol/encode-block';
import { POW_LIMITS } from './limits';

/** Messages between engines; see "Messages" in protocol.md. Numbers are on the wire and are never reused. Short ones are let go of as soon as they are sent. */
const TAGS = { headers: 1, 'want-headers': 2, 'want-block': 3, block: 4 } as const;
export const SEALED_HEADER_BYTES = HEADER_BYTES + WORK_SEAL_BYTES;

export type Message =
  /** Encoded, consecutive, oldest first. */
  | { readonly kind: 'headers'; readonly headers: readonly Bytes[] }
  | { readonly kind: 'want-headers'; readonly locator: readonly Hash[] }
  | { readonly kind: 'want-block'; readonly blockId: Hash }
  | { readonly kind: 'block'; readonly block: Bytes };

export function encodeHeaders(headers: readonly Bytes[]): Bytes {
  const writer = new Writer(8 + headers.length * SEALED_HEADER_BYTES).u8(TAGS.headers).u16(headers.length);
  for (const header of headers) writer.fixed(header, SEALED_HEADER_BYTES);
  return writer.finishBriefly();
}

export function encodeWantHeaders(locator: readonly Hash[]): Bytes {
  const writer = new Writer(8 + locator.length * 32).u8(TAGS['want-headers']).u8(locator.length);
  for (const id of locator) writer.fixed(id, 32);
  return writer.finishBriefly();
}

export function encodeWantBlock(blockId: Hash): Bytes {
  return new Writer(40).u8(TAGS['want-block']).fixed(blockId, 32).finish();
}

export function encodeBlockMessage(block: Bytes): Bytes {
  return concatBytes(new Writer(8).u8(TAGS.block).u32(block.length).finish(), block);
}

/** Refuses (MALFORMED) what no engine would have sent. Headers and blocks stay encoded. */
export function decodeMessage(bytes: Bytes, blockBytesMax: number): Message {
  return readWhole(bytes, 'message', (reader) => readMessage(reader, blockBytesMax));
}

function readMessage(reader: Reader, blockBytesMax: number): Message {
  const tag = reader.u8('tag');
  switch (tag) {
    case TAGS.headers:
      return { kind: 'headers', headers: reader.many(reader.count(16, POW_LIMITS.headersMax, 'headers'), () => reader.fixed(SEALED_HEADER_BYTES, 'headers')) };
    case TAGS['want-headers']:
      return { kind: 'want-headers', locator: reader.many(reader.count(8, POW_LIMITS.locatorMax, 'locator'), () => reader.fixed(32, 'locator')) };
    case TAGS['want-block']:
      return { kind: 'want-block', blockId: reader.fixed(32, 'blockId') };
    case TAGS.block:
      return { kind: 'block', block: reader.bytes32(blockBytesMax, 'block') };
    default:
      return malformed('tag', 'no such message');
  }
}
