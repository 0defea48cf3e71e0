import { play } from '@bystack/chain-core/testing/contract';
import { SCENARIOS } from './scenarios';

// A program: plays every scenario in a process of its own, where the time zone and the language may be others, and prints what became of each.
async function playAll(): Promise<void> {
  const traces: string[] = [];
  for (const scenario of SCENARIOS) traces.push((await play(scenario)).trace);
  process.stdout.write(JSON.stringify(traces));
}

void playAll();
