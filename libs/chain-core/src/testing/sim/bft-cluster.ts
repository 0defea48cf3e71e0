import { BftEngine } from '../../consensus/bft/bft-engine';
import type { BftRules } from '../../consensus/bft/rules';
import type { MakeEngine } from './cluster';
import { SIM_BLOCK_BYTES_MAX } from './sim-block';
import { TOY_SCHEME, toySign } from './toy-keys';

export const SIM_PARAMETERS = { viewTimerMs: 400, viewTimerMsMax: 3_000, heartbeatMs: 0 };

/** Makes `bft` engines with toy keys; `rules` only for planted bugs. */
export function makeBftEngine(rules?: BftRules, parameters: Partial<typeof SIM_PARAMETERS> = {}): MakeEngine {
  return ({ chainId, committee, seat, restored, readBlock }) =>
    new BftEngine(
      { chainId, committee, seat, parameters: { ...SIM_PARAMETERS, ...parameters }, blockBytesMax: SIM_BLOCK_BYTES_MAX },
      { sign: (message) => toySign(seat, message), scheme: TOY_SCHEME, readBlock, ...(rules === undefined ? {} : { rules }) },
      restored,
    );
}
