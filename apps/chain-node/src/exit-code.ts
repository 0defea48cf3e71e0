import { NODE_EXIT } from '@bystack/api';
import { SoftwareTooOld } from '@bystack/chain-core/execution';
import { Refusal } from '@bystack/chain-core/primitives/refusal';
import { StorageFailed } from '@bystack/chain-core/storage';
import { BadConfig } from './bad-config';

/** Damage, and a disk that does not keep what it was given, are one thing to an operator: this node's data cannot be relied on. */
const STORAGE_EXIT = { corrupt: NODE_EXIT.corrupt, failed: NODE_EXIT.corrupt, 'disk-full': NODE_EXIT.diskFull, 'in-use': NODE_EXIT.portTaken, 'newer-format': NODE_EXIT.badConfig } as const;

/** What a failure means to whoever started the process. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof BadConfig || error instanceof Refusal) return NODE_EXIT.badConfig;
  if (error instanceof SoftwareTooOld) return NODE_EXIT.softwareTooOld;
  if (error instanceof StorageFailed) return STORAGE_EXIT[error.kind];
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'EADDRINUSE' || code === 'EACCES' || code === 'EADDRNOTAVAIL') return NODE_EXIT.portTaken;
  if (code === 'ENOSPC' || code === 'EDQUOT') return NODE_EXIT.diskFull;
  return NODE_EXIT.impossible;
}

/** The same in words for the log. */
export function words(error: unknown): string {
  if (error instanceof Refusal) return `the genesis document or the keys cannot be used: ${error.code} ${JSON.stringify(error.facts)}`;
  if (error instanceof StorageFailed || error instanceof BadConfig || error instanceof SoftwareTooOld) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
