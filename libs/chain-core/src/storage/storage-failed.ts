import { MachineFailed } from '../primitives/machine-failed';

/**
 * The disk is wrong. `corrupt`: what was read is not what was written; nothing of it may be believed or served. `disk-full`: no room.
 * `failed`: a write or fsync did not succeed, so nothing later may be promised. `in-use`: another process has the folder open. `newer-format`: newer software wrote it. Each of them stops the node.
 */
export class StorageFailed extends MachineFailed {
  constructor(
    readonly kind: 'corrupt' | 'disk-full' | 'failed' | 'in-use' | 'newer-format',
    what: string,
    options?: { cause?: unknown },
  ) {
    super(what, options);
    this.name = 'StorageFailed';
  }
}

export function corrupt(what: string): never {
  throw new StorageFailed('corrupt', what);
}

/** Sorts an error of the file system or of level into what it means for the node. */
export function storageFailure(doing: string, error: unknown): StorageFailed {
  if (error instanceof StorageFailed) return error;
  const words = everyMessage(error);
  if (/ENOSPC|EDQUOT|no space left/i.test(words)) return new StorageFailed('disk-full', `the disk is full (${doing})`, { cause: error });
  if (/LEVEL_LOCKED/.test(words)) return new StorageFailed('in-use', `another process uses this folder (${doing})`, { cause: error });
  if (/LEVEL_CORRUPTION|corrupt/i.test(words)) return new StorageFailed('corrupt', `the database is damaged (${doing}): ${words}`, { cause: error });
  return new StorageFailed('failed', `the disk refused to work (${doing}): ${words}`, { cause: error });
}

function everyMessage(error: unknown): string {
  const parts: string[] = [];
  // Errors of native code are not always of this realm's Error.
  for (let at = error as (Partial<Error> & { code?: string }) | undefined, depth = 0; typeof at?.message === 'string' && depth < 5; at = at.cause as typeof at, depth += 1) {
    parts.push(`${at.code ?? ''} ${at.message}`.trim());
  }
  return parts.length > 0 ? parts.join(': ') : String(error);
}
