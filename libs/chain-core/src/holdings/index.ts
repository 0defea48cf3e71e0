export { HoldingsIndex, type Asset, type AsOf, type FinalBlocks, type Held, type HeldOutput, type HoldingsLog } from './holdings-index';
export { holdersOf } from './holders';
export { HOLDINGS } from './limits';
