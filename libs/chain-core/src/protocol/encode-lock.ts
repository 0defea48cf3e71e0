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

export function readLock(reader: Reader, field: string): Lock {
  const kind = reader.u8(`${field}.kind`);
  if (kind === KEYS) return readKeysLock(reader, field);
  if (kind === MODULE) {
    const module = reader.text8(LIMITS.nameBytesMax, `${field}.module`);
    return { kind: 'module', module, data: reader.bytes16(LIMITS.lockDataBytesMax, `${field}.data`) };
  }
  if (kind === RETIRE) return { kind: 'retire' };
  return malformed(`${field}.kind`, 'unknown kind of lock');
}

export function writeKeysLock(writer: Writer, lock: KeysLock): void {
  writer.u8(lock.threshold).u8(lock.keys.length);
  for (const key of lock.keys) writer.fixed(key, 32);
  writer.u8(lock.notBeforeMs === undefined ? 0 : 1);
  if (lock.notBeforeMs !== undefined) writer.u53(lock.notBeforeMs);
}

export function readKeysLock(reader: Reader, field: string): KeysLock {
  const threshold = reader.u8(`${field}.threshold`);
  const count = reader.count(8, LIMITS.lockKeysMax, `${field}.keys`);
  if (threshold < 1 || threshold > count) malformed(`${field}.threshold`, 'must be from 1 to the number of keys');
  const keys: PublicKey[] = [];
  for (let i = 0; i < count; i += 1) {
    const key = reader.fixed(32, `${field}.keys`);
    if (i > 0 && compareBytes(keys[i - 1]!, key) >= 0) malformed(`${field}.keys`, 'must ascend, each key once');
    keys.push(key);
  }
  if (!reader.flag(`${field}.notBeforeMs`)) return { kind: 'keys', threshold, keys };
  return { kind: 'keys', threshold, keys, notBeforeMs: reader.u53(`${field}.notBeforeMs`) };
}
