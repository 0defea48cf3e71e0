import { malformed } from '../codec/malformed';
import type { Reader } from '../codec/reader';
import type { Writer } from '../codec/writer';
import type { PublicKey } from '../primitives/bytes';
import { compareBytes } from '../primitives/bytes';
import { LIMITS } from './limits';
import type { Lock } from './transaction';

type KeysLock = Extract<Lock, { kind: 'keys' }>;

// Numbers on the wire: never reused.
const KEYS = 1;
const MODULE = 2;
const RETIRE = 3;

export function writeLock(writer: Writer, lock: Lock): void {
  if (lock.kind === 'keys') {
    writer.u8(KEYS);
    writeKeysLock(writer, lock);
  } else if (lock.kind === 'module') {
    writer.u8(MODULE).text8(lock.module).bytes16(lock.data);
  } else {
    writer.u8(RETIRE);
  }
}

export function readLock(reader: Reader): Lock {
  const kind = reader.u8('kind');
  if (kind === KEYS) return readKeysLock(reader);
  if (kind === MODULE) {
    const module = reader.text8(LIMITS.nameBytesMax, 'module');
    return { kind: 'module', module, data: reader.bytes16(LIMITS.lockDataBytesMax, 'data') };
  }
  if (kind === RETIRE) return { kind: 'retire' };
  return malformed('kind', 'unknown kind of lock');
}

export function writeKeysLock(writer: Writer, lock: KeysLock): void {
  writer.u8(lock.threshold).u8(lock.keys.length);
  for (const key of lock.keys) writer.fixed(key, 32);
  writer.u8(lock.notBeforeMs === undefined ? 0 : 1);
  if (lock.notBeforeMs !== undefined) writer.u53(lock.notBeforeMs);
}

export function readKeysLock(reader: Reader): KeysLock {
  const threshold = reader.u8('threshold');
  const count = reader.count(8, LIMITS.lockKeysMax, 'keys');
  if (threshold < 1 || threshold > count) malformed('threshold', 'must be from 1 to the number of keys');
  const keys = reader.many(count, readKey);
  for (let i = 1; i < count; i += 1) if (compareBytes(keys[i - 1]!, keys[i]!) >= 0) malformed('keys', 'must ascend, each key once');
  if (!reader.flag('notBeforeMs')) return { kind: 'keys', threshold, keys };
  return { kind: 'keys', threshold, keys, notBeforeMs: reader.u53('notBeforeMs') };
}

function readKey(reader: Reader): PublicKey {
  return reader.fixed(32, 'keys');
}
