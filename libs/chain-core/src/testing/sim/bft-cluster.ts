import { BftEngine } from '../../consensus/bft/bft-engine';
import type { BftRules } from '../../consensus/bft/rules';
import type { TopologyParameters } from '../../protocol/genesis';
import type { MakeEngine } from './cluster';
import { SIM_BLOCK_BYTES_MAX } from './sim-block';

export const SIM_PARAMETERS = { viewTimerMs: 400, viewTimerMsMax: 3_000, heartbeatMs: 0 };

/** Makes `bft` engines with the committee's keys; `rules` only for planted bugs, leaders of the first views only where all of them are tried. */
export function makeBftEngine(rules?: BftRules, parameters: Partial<typeof SIM_PARAMETERS> = {}, topology: TopologyParameters = { kind: 'mesh' }, firstLeaders: readonly number[] = []): MakeEngine {
  return ({ chainId, committee, keys, seat, restored, readBlock }) =>
    new BftEngine(
      { chainId, committee, seat, parameters: { ...SIM_PARAMETERS, ...parameters }, topology, blockBytesMax: SIM_BLOCK_BYTES_MAX },
      { sign: (message) => keys.sign(seat, message), scheme: keys.scheme, readBlock, firstLeaders, ...(rules === undefined ? {} : { rules }) },
      restored,
    );
}
