export { ChainSeats } from './chain-seats';
export { isModuleChange, type Change, type ModuleChange, type Proposal } from './change';
export { kernelDefinition, kernelModule } from './kernel-module';
export { refuseWithoutAssets } from './refuse-plan';
export type { EvidenceRecord } from './report-equivocation';
export type { EpochRecord, Seated } from './stores';
