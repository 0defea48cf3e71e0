import type { Bytes } from '../primitives/bytes';
import { Refusal } from '../primitives/refusal';
import { StorageFailed } from '../storage';

/** What the index holds is not what it was given. `what`: which part of it. */
export class IndexDamaged extends Error {
  constructor(
    readonly what: string,
    options?: { cause?: unknown },
  ) {
    super(`the index of holdings is damaged: ${what}`, options);
    this.name = 'IndexDamaged';
  }
}

/** Reads what the index itself holds; what the chain says is none of its. @throws IndexDamaged */
export function readOwn<T>(what: string, decode: (bytes: Bytes) => T, bytes: Bytes): T {
  try {
    return decode(bytes);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new IndexDamaged(what, { cause: error });
  }
}

/** Which part is damaged, if that is what is wrong: a decoder or a checksum refused it. */
export function damagedPart(error: unknown): string | undefined {
  if (error instanceof IndexDamaged) return error.what;
  return error instanceof StorageFailed && error.kind === 'corrupt' ? 'files' : undefined;
}
