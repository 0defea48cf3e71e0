export { BftEngine } from './bft-engine';
export type { BftOptions, BftParts, BftRestored } from './options';
