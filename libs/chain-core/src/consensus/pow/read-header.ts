import type { Bytes } from '../../primitives/bytes';
import { Refusal } from '../../primitives/refusal';
import type { BlockHeader } from '../../protocol/block';
import { decodeHeader } from '../../protocol/encode-block';

/** A header from outside; undefined when the bytes are none. */
export function readHeader(bytes: Bytes): BlockHeader | undefined {
  try {
    return decodeHeader(bytes);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
