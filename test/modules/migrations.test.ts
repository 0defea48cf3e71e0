import { toHex, type JsonObject } from '@bystack/chain-core/module';
import type { WaitingHarness } from '@bystack/chain-core/testing';
import { changeModule, playOn, stageOf, takeOverFaults, type ModuleScenario } from '@bystack/chain-core/testing/contract';
import { MODULES } from '../../apps/chain-node/src/registry.generated';
import { SCENARIOS } from './scenarios';

type Known = ModuleScenario['module'];
const known = MODULES as unknown as readonly Known[];
const idOf = ({ name, version }: Known): string => `${name}@${version}`;
const scenarioOf = (id: string): ModuleScenario => SCENARIOS.find(({ module }) => idOf(module) === id)!;
/** What a module is given that takes another's place: what it is founded with in its own scenario. */
const paramsOf = (module: Known): JsonObject => scenarioOf(idOf(module)).params;

/** Every pair of modules with a declared way for records. A rule book follows itself, by its packages: package-swap.test.ts. */
const pairs = known.flatMap((to) => Object.keys(to.migrateFrom ?? {}).filter((from) => from !== idOf(to)).map((from) => [from, idOf(to)] as const));
const moduleOf = (id: string): Known => known.find((module) => idOf(module) === id)!;
/** The version of a module that another's records can be carried back to, if there is one. */
const backTo = (from: string, to: string): Known | undefined => known.find((module) => idOf(module) !== to && module.name === moduleOf(from).name && module.migrateFrom?.[to] !== undefined);

/** The scenario of the old module, then the new one in its place. */
async function changed(from: string, to: string): Promise<{ readonly chain: WaitingHarness; readonly ended: string }> {
  const scenario = scenarioOf(from);
  const chain = await stageOf(scenario, known.filter(({ name, version }) => ![scenario, ...(scenario.beside ?? [])].some(({ module }) => module.name === name && module.version === version)));
  await playOn(chain, scenario);
  const { name, data } = await changeModule(chain, scenario.module.name, moduleOf(to), paramsOf(moduleOf(to)));
  return { chain, ended: name === 'modules-changed' ? name : JSON.stringify(data) };
}

describe('every declared migration', () => {
  it('is of modules that this software has', () => {
    expect(pairs.length).toBeGreaterThan(0);
    expect(pairs.filter(([from]) => moduleOf(from) === undefined)).toEqual([]);
  });

  it('that takes something over says what becomes of all of it', () => expect(takeOverFaults(known)).toEqual([]));

  it.each(pairs)('carries over whatever the scenario of %s leaves behind into %s, and twice to the same state', async (from, to) => {
    const { chain, ended } = await changed(from, to);
    expect(ended).toBe('modules-changed');
    expect(await chain.query('kernel', 'modules')).toMatchObject({ set: 1 });
    expect(toHex((await changed(from, to)).chain.stateRoot)).toBe(toHex(chain.stateRoot));
  });

  it.each(pairs.filter(([from, to]) => backTo(from, to) !== undefined))('comes back from there, where that is declared: %s, %s', async (from, to) => {
    const { chain } = await changed(from, to);
    const back = backTo(from, to)!;
    expect((await changeModule(chain, moduleOf(to).name, back, paramsOf(back))).name).toBe('modules-changed');
    expect(await chain.query('kernel', 'modules')).toMatchObject({ set: 2 });
    await chain.block([]);
  });
});
