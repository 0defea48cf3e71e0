import { joinPrefixed, splitPrefixed } from '../codec/prefixed-list';
import { Reader } from '../codec/reader';
import { Writer } from '../codec/writer';
import { fromBinary, toBinary } from '../crypto/hash';
import type { Bytes, Hash } from '../primitives/bytes';
import { Refusal } from '../primitives/refusal';
import type { RangeBounds } from '../state/state-range';
import { SNAPSHOT } from './limits';

/** Which block a state is of. */
export interface SnapshotName {
  readonly height: number;
  readonly blockId: Hash;
}

/** What a peer tells on the way to a snapshot's head: hand-overs, and once these have come to its epoch, the head. All encoded. */
export interface HeadAnswer {
  readonly head: Bytes | undefined;
  readonly handOvers: readonly Bytes[];
}

/** Payloads without the number of the request, which comes first on the wire. */
export function encodeSnapshotName({ height, blockId }: SnapshotName): Bytes {
  return new Writer(40).u53(height).fixed(blockId, 32).finish();
}

export function decodeSnapshotName(bytes: Bytes): SnapshotName | undefined {
  return read(bytes, (reader) => ({ height: reader.u53('height'), blockId: reader.fixed(32, 'blockId') }));
}

export function encodeGetHead(height: number, fromEpoch: number): Bytes {
  return new Writer(12).u53(height).u32(fromEpoch).finish();
}

export function decodeGetHead(bytes: Bytes): { readonly height: number; readonly fromEpoch: number } | undefined {
  return read(bytes, (reader) => ({ height: reader.u53('height'), fromEpoch: reader.u32('fromEpoch') }));
}

export function encodeHeadAnswer({ head, handOvers }: HeadAnswer): Bytes {
  return joinPrefixed([head ?? new Uint8Array(0), ...handOvers]);
}

export function decodeHeadAnswer(bytes: Bytes): HeadAnswer | undefined {
  const [head, ...handOvers] = splitPrefixed(bytes, 1 + SNAPSHOT.handOversMax) ?? [];
  return head && { head: head.length === 0 ? undefined : head, handOvers };
}

export function encodeGetRange(height: number, { from, until }: RangeBounds): Bytes {
  return new Writer(72).u53(height).fixed(fromBinary(from), 32).fixed(fromBinary(until), 32).finish();
}

export function decodeGetRange(bytes: Bytes): ({ readonly height: number } & RangeBounds) | undefined {
  return read(bytes, (reader) => ({ height: reader.u53('height'), from: toBinary(reader.fixed(32, 'from')), until: toBinary(reader.fixed(32, 'until')) }));
}

function read<T>(bytes: Bytes, layout: (reader: Reader) => T): T | undefined {
  try {
    const reader = new Reader(bytes);
    const value = layout(reader);
    reader.end('message');
    return value;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
