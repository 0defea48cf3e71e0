import type { Bytes } from '@bystack/chain-core/primitives/bytes';
import { InvariantBroken, Refusal } from '@bystack/chain-core/primitives/refusal';
import { StorageFailed } from '@bystack/chain-core/storage';

/** One decoder under test. */
export interface FuzzTarget {
  /** The exported function (or class) that reads the bytes, after its file: `protocol/encode-vote decodeVote`. */
  readonly decoder: string;
  /** How bytes are changed: anywhere, or as text that is JSON. */
  readonly form: 'binary' | 'json';
  /** What the decoder accepts, to begin with. */
  readonly corpus: readonly Bytes[];
  /** @returns undefined when it refuses without throwing. */
  decode(bytes: Bytes): unknown;
  /** Of what it read. Left out: what is accepted has other spellings too. */
  encode?(value: never): Bytes;
  /** What it makes of one input depends on those before. */
  readonly isStateful?: boolean;
  /** It believes only what was signed: nothing may be accepted but what it begins with. */
  readonly isUnforgeable?: boolean;
  /** Makes checksums fit again, so that changes get behind them. */
  repair?(bytes: Bytes): Bytes;
  /** Errors it may end in. Left out: a refusal of malformed bytes. */
  refuses?(error: unknown): boolean;
}

export const isMalformed = (error: unknown): boolean => error instanceof Refusal && error.code.startsWith('MALFORMED');
export const isRefusal = (error: unknown): boolean => error instanceof Refusal;
/** Bytes that fit their checksum were written here: other bytes behind one show that we are wrong, or the disk is. */
export const isCorrupt = (error: unknown): boolean => error instanceof InvariantBroken || (error instanceof StorageFailed && error.kind === 'corrupt');

/** Gives a target its exact types, and then forgets them. */
export function target<T>(it: Omit<FuzzTarget, 'decode' | 'encode'> & { decode(bytes: Bytes): T | undefined; encode?(value: T): Bytes }): FuzzTarget {
  return it as FuzzTarget;
}
