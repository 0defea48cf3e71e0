import { aggregateSerializedPublicKeys } from '@chainsafe/blst';
import type { Bytes } from '../primitives/bytes';

/** A BLS key that, added to those of the others, leaves the attacker's alone: the forgery that proofs of possession are there to stop. */
export function addRogueKey(attacker: Bytes, others: readonly Bytes[]): Bytes {
  const negated = others.map((key) => Uint8Array.from(key, (byte, i) => (i === 0 ? byte ^ 0x20 : byte)));
  return new Uint8Array(aggregateSerializedPublicKeys([attacker, ...negated]).toBytes());
}
