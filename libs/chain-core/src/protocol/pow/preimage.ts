import { Writer } from '../../codec/writer';
import { taggedHash } from '../../crypto/hash';
import type { Bytes } from '../../primitives/bytes';
import { utf8 } from '../../primitives/bytes';
import type { Hash } from '../../primitives/bytes';
import { HEADER_BYTES } from '../encode-block';

export const PREIMAGE_BYTES = 80;
/** Where the nonce lies: the last eight bytes of the preimage, and of the encoded header. */
export const NONCE_BYTES = 8;
const TAG = utf8('bspw');
const BITS_AT = HEADER_BYTES + 32;

/** The 80 bytes that are hashed: the tag, the parent, a hash of all before the bits, the bits and the nonce. @param headerBytes with a work seal */
export function workPreimage(headerBytes: Bytes, parentId: Hash): Bytes {
  const rest = taggedHash('bystack/work/1', headerBytes.subarray(0, BITS_AT));
  return new Writer(PREIMAGE_BYTES).fixed(TAG, TAG.length).fixed(parentId, 32).fixed(rest, 32).fixed(headerBytes.subarray(BITS_AT), PREIMAGE_BYTES - TAG.length - 64).finishBriefly();
}
