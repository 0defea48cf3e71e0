export { begunOutside } from './begun-outside';
export { brokenValues, type Broken } from './broken-values';
export { changeModule } from './change-module';
export { notUnits } from './not-units';
export { play, playOn, stageOf, type Played, type PlayedStep } from './play';
export type { CallStep, ModuleScenario, QueryStep, Step, TransactionStep, WaitStep } from './scenario';
export { takeOverFaults } from './take-over-faults';
export { watched } from './watched';
