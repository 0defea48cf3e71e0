export { ChainNode } from './chain-node';
export type { ChainNodeOptions, ChainNodeParts, StateAnswer, TransactionStanding } from './chain-node';
export type { ChainReader, RecordedPlace } from './chain-reader';
export { systemClock } from './clock';
export type { WaitFor } from './waiters';
export type { Clock } from './clock';
export type { ExecutedBlock } from './executed-block';
export type { LogLevel, NodeLog } from './node-log';
export type { SeenBefore } from './seen-before';
