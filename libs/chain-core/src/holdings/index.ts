export { HoldingsIndex, type Asset, type AsOf, type FinalBlocks, type Held, type HeldOutput } from './holdings-index';
export { HOLDINGS } from './limits';
