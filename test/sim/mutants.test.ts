import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SIM_ENGINES } from '../../libs/chain-core/src/testing/sim/engines';
import { SOURCE_MUTANTS } from '../../libs/chain-core/src/testing/sim/source-mutants';
import { runSimProgram } from './run-sim';

jest.setTimeout(600_000);

const kept = JSON.parse(readFileSync(join(__dirname, 'caught.json'), 'utf8')) as Record<string, { seed: number; invariant: string }>;
const names = [...Object.values(SIM_ENGINES).flatMap(({ mutants }) => mutants.map(({ name }) => name)), ...SOURCE_MUTANTS.map(({ name }) => name)];

describe('a planted bug', () => {
  it('has a name of its own, and a seed that is kept', () => {
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(20);
    expect(Object.keys(kept).sort()).toEqual([...names].sort());
  });

  it.each(SOURCE_MUTANTS.map((mutant) => [mutant.name, mutant] as const))('fits the source as it is: %s', (_, { file, from, to, also }) => {
    const source = readFileSync(join(__dirname, '../../libs/chain-core/src', file), 'utf8');
    for (const change of [{ from, to }, ...(also ? [also] : [])]) {
      expect(source.split(change.from)).toHaveLength(2);
      expect(change.to).not.toBe(change.from);
    }
  });

  // Kept anew by: npm run sim:mutants -- --store
  it('is caught, whichever it is, beginning with the seed that is kept', async () => {
    expect(await runSimProgram('--mutants', '--replay', '--jobs', '2')).toEqual({ mutants: names.length, caught: names.length, missed: [] });
  });
});
