import type { Bytes } from '../../primitives/bytes';
import { Refusal } from '../../primitives/refusal';
import type { BlockHeader } from '../../protocol/block';
import { decodeOwnHeader } from '../../protocol/encode-block';

/** A header from outside; undefined when the bytes are none. What is read is parts of them. */
export function readHeader(bytes: Bytes): BlockHeader | undefined {
  try {
    return decodeOwnHeader(bytes);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
