export { BlockInvalid, ExecutionFault, ModuleMissing, ProtocolMissing, SoftwareTooOld } from './errors';
export { Executor, type ExecutedParent } from './executor';
export type { BuildOptions, BuiltBlock, LeftOut } from './build-block';
export type { Execution } from './run-block';
export { makeGenesis, makingGenesis, type Genesis } from './genesis-state';
export type { Rehearsal, RehearsalReport, RehearsalSample } from './swap/rehearsal';
export { perform, performAtOnce, whenDone, type Eventual } from './perform';
export { querying, queryModule, type ModuleQuery } from './query-module';
