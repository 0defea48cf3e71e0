export { collectBatch, encodeBatch } from './batch';
export type { BatchSource } from './batch';
export { CatchUp } from './catch-up';
export { readBlock } from './read-block';
export { verifyFinality } from './verify-finality';
