export { MEMPOOL_LIMITS, type MempoolLimits } from './limits';
export { Mempool } from './mempool';
