import { BFT_SIM } from './bft-sim';
import type { SimEngine } from './sim-engine';

/** Every engine that can be simulated, by the name `npm run sim -- --engine` takes. */
export const SIM_ENGINES: Readonly<Record<string, SimEngine>> = { bft: BFT_SIM };
