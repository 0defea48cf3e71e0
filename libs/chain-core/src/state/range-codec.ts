import { malformed } from '../codec/malformed';
import { Reader } from '../codec/reader';
import { Writer } from '../codec/writer';
import { fromBinary, toBinary } from '../crypto/hash';
import type { Bytes } from '../primitives/bytes';
import type { Entry } from './key-value-source';
import type { ProofStep } from './proof';
import type { BareLeaf, StateRange } from './state-range';
import { KEY_BYTES_MAX } from './store-key';
import { KEY_BITS } from './trie';

/**
 * flags u8 (1: before, 2: after), before, after (key hash 32, value hash 32 each), left, right (count u16, (depth u8, sibling 32)*),
 * entries (count u32, (key length u16, value length u32, key, value)*)
 */
export function encodeStateRange({ before, after, left, right, entries }: StateRange): Bytes {
  const writer = new Writer(128 + (left.length + right.length) * 33 + entries.reduce((sum, [key, value]) => sum + 6 + key.length + value.length, 0));
  writer.u8((before === undefined ? 0 : 1) + (after === undefined ? 0 : 2));
  for (const leaf of [before, after]) if (leaf !== undefined) writer.fixed(leaf.keyHash, 32).fixed(leaf.valueHash, 32);
  for (const steps of [left, right]) {
    writer.u16(steps.length);
    for (const { depth, sibling } of steps) writer.u8(depth).fixed(sibling, 32);
  }
  writer.u32(entries.length);
  for (const [key, value] of entries) writer.u16(key.length).u32(value.length).fixed(fromBinary(key), key.length).fixed(value, value.length);
  return writer.finish();
}

/** Values are views of `bytes`. @throws Refusal MALFORMED */
export function decodeStateRange(bytes: Bytes): StateRange {
  const reader = new Reader(bytes);
  const flags = reader.u8('range.flags');
  if (flags > 3) malformed('range.flags', 'must be 0 to 3');
  const before = (flags & 1) === 0 ? undefined : readLeaf(reader);
  const after = (flags & 2) === 0 ? undefined : readLeaf(reader);
  const left = readSteps(reader);
  const right = readSteps(reader);
  const entries: Entry[] = [];
  for (let count = reader.u32('range.entries'); count > 0; count -= 1) entries.push(readEntry(reader));
  reader.end('range');
  return { ...(before && { before }), ...(after && { after }), left, right, entries };
}

function readLeaf(reader: Reader): BareLeaf {
  return { keyHash: reader.fixed(32, 'range.keyHash'), valueHash: reader.fixed(32, 'range.valueHash') };
}

function readSteps(reader: Reader): ProofStep[] {
  const steps: ProofStep[] = [];
  for (let left = reader.count(16, KEY_BITS, 'range.steps'); left > 0; left -= 1) steps.push({ depth: reader.u8('range.depth'), sibling: reader.fixed(32, 'range.sibling') });
  return steps;
}

function readEntry(reader: Reader): Entry {
  const keyBytes = reader.count(16, KEY_BYTES_MAX, 'range.key');
  const valueBytes = reader.u32('range.value');
  return [toBinary(reader.fixed(keyBytes, 'range.key')), reader.fixed(valueBytes, 'range.value')];
}
