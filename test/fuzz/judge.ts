import { getHeapStatistics } from 'node:v8';
import { Reader } from '@bystack/chain-core/codec/reader';
import type { Bytes } from '@bystack/chain-core/primitives/bytes';
import { equalBytes, toHex } from '@bystack/chain-core/primitives/bytes';
import { isMalformed, type FuzzTarget } from './target';

/** What one decoder made of one input. */
export type Verdict = 'accepted' | 'refused' | Fault;
export interface Fault {
  readonly kind: 'threw' | 'read too often' | 'took memory' | 'other spelling' | 'changed its input';
  readonly what: string;
}

/** A decoder reads each byte once, and once more where it decodes what it has cut out. */
const READS_PER_BYTE = 4;
const READS_FREE = 64;
/** Objects for what was read may take so much more than its bytes: a list of small items, each a view; of JSON, arrays in arrays, two bytes each. */
const MEMORY_PER_BYTE = { binary: 24, json: 64 } as const;
/** Beside it lies what others left behind and nobody has collected yet. */
const MEMORY_FREE_BYTES = 8 * 1024 * 1024;
const WATCHED_BYTES_MIN = 16 * 1024;

export function judge(target: FuzzTarget, bytes: Bytes): Verdict {
  const before = toHex(bytes);
  const readsBefore = reads;
  const memoryBefore = bytes.length >= WATCHED_BYTES_MIN ? memoryBytes() : undefined;
  const read = decode(target, bytes);
  if ('kind' in read) return read;
  const grew = memoryBefore === undefined ? 0 : memoryBytes() - memoryBefore;
  if (grew > MEMORY_FREE_BYTES + MEMORY_PER_BYTE[target.form] * bytes.length) return { kind: 'took memory', what: `${grew} bytes for ${bytes.length}` };
  if (reads - readsBefore > READS_FREE + READS_PER_BYTE * bytes.length) return { kind: 'read too often', what: `${reads - readsBefore} times for ${bytes.length} bytes` };
  if (toHex(bytes) !== before) return { kind: 'changed its input', what: before };
  if (read.value === undefined) return 'refused';
  return spelling(target, read.value as never, bytes) ?? 'accepted';
}

function decode(target: FuzzTarget, bytes: Bytes): { readonly value: unknown } | Fault {
  try {
    return { value: target.decode(bytes) };
  } catch (error) {
    if ((target.refuses ?? isMalformed)(error)) return { value: undefined };
    return { kind: 'threw', what: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** One value, one byte string. */
function spelling(target: FuzzTarget, value: never, bytes: Bytes): Fault | undefined {
  if (target.encode === undefined) return undefined;
  try {
    const again = target.encode(value);
    return equalBytes(again, bytes) ? undefined : { kind: 'other spelling', what: toHex(again).slice(0, 2_000) };
  } catch (error) {
    return { kind: 'other spelling', what: `what was accepted cannot be written: ${String(error)}` };
  }
}

function memoryBytes(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

let reads = 0;

/** Counts the steps of every `Reader` from now on. */
export function meterReaders(): void {
  const steps = Reader.prototype as unknown as { advance(count: number, field: string): number };
  const { advance } = steps;
  steps.advance = function counted(count, field) {
    reads += 1;
    return advance.call(this, count, field);
  };
}
