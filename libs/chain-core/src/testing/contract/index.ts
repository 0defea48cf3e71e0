export { brokenValues, type Broken } from './broken-values';
export { play, type Played, type PlayedStep } from './play';
export type { CallStep, ModuleScenario, QueryStep, Step, TransactionStep, WaitStep } from './scenario';
export { watched } from './watched';
