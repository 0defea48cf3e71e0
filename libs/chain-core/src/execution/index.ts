export { BlockInvalid, ExecutionFault, ModuleMissing, ProtocolMissing, SoftwareTooOld } from './errors';
export { Executor, type ExecutedParent } from './executor';
export type { BuildOptions, BuiltBlock, LeftOut } from './build-block';
export type { Execution } from './run-block';
export { makeGenesis, type Genesis } from './genesis-state';
export type { RehearsalReport, RehearsalSample } from './swap/rehearsal';
export { queryModule, type ModuleQuery } from './query-module';
