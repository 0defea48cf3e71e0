export { ChainSeats } from './chain-seats';
export type { Change, Proposal } from './change';
export { KERNEL_DEFINITION, kernelModule } from './kernel-module';
export type { EvidenceRecord } from './report-equivocation';
export type { EpochRecord, Seated } from './stores';
