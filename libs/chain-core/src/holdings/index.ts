export { HoldingsIndex, type Asset, type AsOf, type Held, type HeldOutput } from './holdings-index';
export type { FinalBlocks, HoldingsLog } from './kept-index';
export { holdersOf } from './holders';
export { HOLDINGS } from './limits';
