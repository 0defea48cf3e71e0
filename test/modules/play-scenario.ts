import { play } from '@bystack/chain-core/testing/contract';
import { SCENARIOS } from './scenarios';

// A program: plays every scenario in a process of its own, where the time zone and the language may be others, and prints what became of each.
process.stdout.write(JSON.stringify(SCENARIOS.map((scenario) => play(scenario).trace)));
