import { openCompetition } from '@bystack/modules-consensus';
import type { ModuleScenario } from '@bystack/chain-core/testing/contract';

export const openCompetitionScenario: ModuleScenario = {
  module: openCompetition,
  params: { targetSpacingMs: 10_000, finalDepth: 12, reward: '50', halvingBlocks: 1_000, allocations: [{ publicKey: 'ab'.repeat(32), amount: '1000' }] },
  steps: [],
  badParams: [
    { what: 'blocks that come too quickly for the depth', params: { targetSpacingMs: 1_000, finalDepth: 12 }, path: '/finalDepth' },
    { what: 'less work at first than ever', params: { initialWork: 1, leastWork: 2 }, path: '/initialWork' },
  ],
  refusedAtFounding: ['PARAMETER_RANGE'],
};
