import type { HeaderLine, SnapshotStaging } from '../sync';
import { stagingOf } from './install-snapshot';
import { WorkHeadersDir } from './work-headers-dir';

/** Headers that outlive the process, once they are synced. */
export interface KeptHeaders extends HeaderLine {
  sync(): void;
  close(): void;
}

/** Where a node keeps what it fetches of a state and of the headers that show it, until that is put in place. */
export interface WorkShelf {
  readonly staging: SnapshotStaging;
  /** Along the branch of most work. */
  best(): KeptHeaders;
  /** Of one branch beside it, while it is being told. */
  rival(): KeptHeaders;
}

/** In a node's data folder. */
export function shelfIn(dataDir: string): WorkShelf {
  const headers = new WorkHeadersDir(dataDir);
  return { staging: stagingOf(dataDir), best: () => headers.best(), rival: () => headers.rival() };
}
