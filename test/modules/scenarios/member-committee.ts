import { memberCommittee } from '@bystack/modules-consensus';
import type { ModuleScenario } from '@bystack/chain-core/testing/contract';

export const memberCommitteeScenario: ModuleScenario = {
  module: memberCommittee,
  params: { viewTimerMs: 400, viewTimerMsMax: 3_000, heartbeatMs: 30_000, certificates: 'bls', gateways: 2 },
  steps: [],
  badParams: [{ what: 'less patience after failures than before', params: { viewTimerMs: 500, viewTimerMsMax: 400 }, path: '/viewTimerMsMax' }],
  refusedAtFounding: ['PARAMETER_RANGE'],
};
