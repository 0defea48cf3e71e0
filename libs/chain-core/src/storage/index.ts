export { ChainStore } from './chain-store';
export type { AdoptedBlock, FinalRecord, StoredHandOver, TransactionPlace } from './chain-store';
export { HeaderFile } from './header-file';
export type { PinnedState } from './pinned-state';
export { SnapshotStaging } from './snapshot-staging';
export { StateStore } from './state-store';
export { StorageFailed, storageFailure } from './storage-failed';
export type { VoteRecord } from './vote-frame';
export { syncFolder, VoteLog } from './vote-log';
