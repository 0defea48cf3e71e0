import { BFT_SIM } from './bft-sim';
import { EFFECTS_SIM } from './effects/run-effects-seed';
import { EPOCH_SIM } from './epochs';
import { POW_JOIN_SIM, POW_SIM, POW_SPLIT_SIM } from './pow/pow-sim';
import { LEDGER_SIM } from './ledger/run-ledger-seed';
import { OUTAGE_SIM } from './outages/run-outage-seed';
import { PROOFS_SIM } from './proofs/run-proofs-seed';
import type { SimEngine } from './sim-engine';
import { SWAP_SIM } from './swaps/run-swap-seed';
import { SYNC_SIM } from './sync/run-sync-seed';
import { TAKE_OVER_SIM } from './take-over/run-take-over-seed';

/** Every engine that can be simulated, by the name `npm run sim -- --engine` takes. `epochs`: `bft` under committees that change; `effects`: the ledger under modules that spend and make outputs; `pow-join` and `pow-split`: nodes of `pow` that take a whole state, or were cut off for too long; `outages`: `bft` without a quorum for long; `swaps`: execution on branches, while modules are changed; `take-over`: modules that take each other's place with what belongs to nobody alone. */
export const SIM_ENGINES: Readonly<Record<string, SimEngine>> = { bft: BFT_SIM, epochs: EPOCH_SIM, pow: POW_SIM, 'pow-join': POW_JOIN_SIM, 'pow-split': POW_SPLIT_SIM, ledger: LEDGER_SIM, effects: EFFECTS_SIM, proofs: PROOFS_SIM, outages: OUTAGE_SIM, sync: SYNC_SIM, swaps: SWAP_SIM, 'take-over': TAKE_OVER_SIM };
