import { fromHex } from '@bystack/chain-core/module';
import { play } from '@bystack/chain-core/testing/contract';
import { scenarioId } from '../modules/scenario-id';
import { SCENARIOS } from '../modules/scenarios';
import { expectGolden } from './golden';

describe('golden roots of scenarios', () => {
  it('are the states that modules came to when they were published', async () => {
    const roots: Record<string, Uint8Array> = {};
    for (const scenario of SCENARIOS) roots[scenarioId(scenario)] = fromHex((await play(scenario)).stateRoot)!;
    expectGolden('scenarios.json', roots);
  });
});
