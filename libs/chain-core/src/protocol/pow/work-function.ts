import { hash } from '../../crypto/hash';
import type { Bytes, Hash } from '../../primitives/bytes';
import type { PowParameters } from '../genesis';

/** How the 80 bytes of a header are hashed. Another one joins by a row here and a name in genesis; how it is searched for is the node's (node/mining). */
export type WorkFunction = (preimage: Bytes) => Hash;

export const WORK_FUNCTIONS: Readonly<Record<PowParameters['workFunction'], WorkFunction>> = {
  sha256d: (preimage) => hash(hash(preimage)),
  /** Below every target: whoever simulates draws by himself how long work takes. */
  test: () => new Uint8Array(32),
};

/** Whether the hash, as a big-endian number, does not exceed the target. */
export function meetsTarget(found: Hash, target: bigint): boolean {
  return BigInt(`0x${Buffer.from(found.buffer, found.byteOffset, found.length).toString('hex')}`) <= target;
}
