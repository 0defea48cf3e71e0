import { fromHex } from '@bystack/chain-core/module';
import { play } from '@bystack/chain-core/testing/contract';
import { scenarioId } from '../modules/scenario-id';
import { SCENARIOS } from '../modules/scenarios';
import { expectGolden } from './golden';

describe('golden roots of scenarios', () => {
  it('are the states that modules came to when they were published', () => {
    expectGolden('scenarios.json', Object.fromEntries(SCENARIOS.map((scenario) => [scenarioId(scenario), fromHex(play(scenario).stateRoot)!])));
  });
});
