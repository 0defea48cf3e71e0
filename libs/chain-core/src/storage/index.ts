export { ChainStore } from './chain-store';
export type { FinalRecord, StoredHandOver, TransactionPlace } from './chain-store';
export { StateStore } from './state-store';
export { StorageFailed } from './storage-failed';
export type { VoteRecord } from './vote-frame';
export { VoteLog } from './vote-log';
