import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject, Words } from '@bystack/chain-core/module';
import { compileSchema } from '@bystack/chain-core/module/compile-schema';
import { checkParams, completeParams } from '@bystack/chain-core/module/registry';
import { Refusal } from '@bystack/chain-core/primitives/refusal';
import { begunOutside, brokenValues, notUnits, play, playOn, stageOf, watched, type CallStep, type ModuleScenario, type Played, type QueryStep } from '@bystack/chain-core/testing/contract';
import { MODULES } from '../../apps/chain-node/src/registry.generated';
import { scenarioId } from './scenario-id';
import { SCENARIOS } from './scenarios';

const ROOT = join(__dirname, '../..');
const PLAYER = join(ROOT, 'dist/test/modules/play-scenario.js');
const table = SCENARIOS.map((scenario) => [scenarioId(scenario), scenario] as const);
const calls = ({ module, steps }: ModuleScenario) => steps.filter((step): step is CallStep => 'command' in step && (step.module ?? module.name) === module.name);
/** Every scenario, one after the other. */
async function played(): Promise<readonly Played[]> {
  const all: Played[] = [];
  for (const scenario of SCENARIOS) all.push(await play(scenario));
  return all;
}
const queries = ({ steps }: ModuleScenario) => steps.filter((step): step is QueryStep => 'query' in step);

/** What every module promises, whatever it does. A new module joins by its scenario. */
describe('the contract of modules', () => {
  it('is put to every module and every version that this software can run', () => {
    const shown = new Set(SCENARIOS.map(({ module }) => `${module.name}@${module.version}`));
    expect(MODULES.map(({ name, version }) => `${name}@${version}`).filter((id) => !shown.has(id))).toEqual([]);
  });

  it.each(table)('%s does what its scenario says', async (_id, scenario) => {
    const { steps } = await play(scenario);
    scenario.steps.forEach((step, i) => {
      if ('command' in step || 'body' in step) expect([i, step, steps[i]!.refused?.code]).toEqual([i, step, step.refused]);
      if ('query' in step) expect(steps[i]!.answer).toMatchObject(step.answer as object);
      const { result = {} } = 'query' in step ? scenario.module.queries![step.query]! : {};
      expect([i, step, compileSchema(result)(steps[i]!.answer ?? null)]).toEqual([i, step, undefined]);
      const told = (steps[i]!.events ?? []).filter(({ module }) => module === scenario.module.name);
      expect(told.map(({ name, data }) => [name, compileSchema(scenario.module.events![name]!.data)(data)])).toEqual(told.map(({ name }) => [name, undefined]));
    });
  });

  it.each(table)('%s calls every field by a title in both languages, and units by a text', (_id, scenario) => {
    const { commands = {}, queries: asked = {}, events = {} } = scenario.module;
    const told = Object.entries(asked).flatMap(([name, { args, result = {} }]) => [[`query ${name}`, args] as const, [`answer ${name}`, result] as const]);
    const schemas = [...Object.entries(commands).map(([name, { payload }]) => [`command ${name}`, payload] as const), ...told, ...Object.entries(events).map(([name, { data }]) => [`event ${name}`, data] as const)];
    expect(schemas.flatMap(([name, schema]) => untitled(schema, name))).toEqual([]);
    expect([['params', scenario.module.params] as const, ...schemas].flatMap(([name, schema]) => notUnits(schema, name))).toEqual([]);
  });

  it.each(table)('%s reads in check, does in apply what check let through, and leaves payloads alone', async (_id, scenario) => {
    expect((await play({ ...scenario, module: watched(scenario.module) })).trace).toBe((await play(scenario)).trace);
  });

  it.each(table)('%s sets going nothing that waits for the world: no timer, tick, file or socket', async (_id, scenario) => {
    expect(await begunOutside(() => play(scenario))).toEqual([]);
  });

  it.each([['UTC', 'C'], ['Asia/Kathmandu', 'tr_TR.UTF-8'], ['America/St_Johns', 'de_DE.UTF-8']])('all give the same in a process of their own, in %s and %s', async (TZ, LANG) => {
    if (!existsSync(PLAYER)) throw new Error(`${PLAYER} is missing: run npm run build`);
    const told = execFileSync(process.execPath, [PLAYER], { env: { TZ, LANG, LC_ALL: LANG }, encoding: 'utf8' });
    expect(JSON.parse(told)).toEqual((await played()).map(({ trace }) => trace));
  });

  it.each(table)('%s shows each of its commands, queries, events and refusals', async (_id, scenario) => {
    const { module, refusedAtFounding = [], shownElsewhere = {} } = scenario;
    const { steps } = await play(scenario);
    const accepted = new Set(calls(scenario).filter(({ refused }) => refused === undefined).map(({ command }) => command));
    const asked = new Set(queries(scenario).map(({ query }) => query));
    const told = new Set(steps.flatMap(({ events = [] }) => events.filter((event) => event.module === module.name).map(({ name }) => name)));
    const refused = new Set([...steps.flatMap((step) => step.refused?.code ?? []), ...refusedAtFounding, ...Object.keys(shownElsewhere)]);
    const missing = (kind: object | undefined, shown: ReadonlySet<string>) => Object.keys(kind ?? {}).filter((name) => !shown.has(name));
    expect([missing(module.commands, accepted), missing(module.queries, asked), missing(module.events, told), missing(module.errors, refused)]).toEqual([[], [], [], []]);
    for (const [code, file] of Object.entries(shownElsewhere)) expect([code, file, readFileSync(join(ROOT, file), 'utf8').includes(code)]).toEqual([code, file, true]);
  });

  it.each(table)('%s has words in both languages, and refusals bring the facts that their words name', async (_id, scenario) => {
    const { title, summary, errors = {}, commands = {}, queries: asked = {}, events = {} } = scenario.module;
    const parts = [commands, asked, events].flatMap((kind) => Object.values(kind as Record<string, { title: { en: string; zh: string } }>).map((part) => part.title));
    for (const { en, zh } of [title, summary, ...parts, ...Object.values(errors).map(({ words }) => words)]) {
      expect([en, zh, en.length > 0 && zh.length > 0 && en !== zh]).toEqual([en, zh, true]);
      expect([en, placeholders(zh)]).toEqual([en, placeholders(en)]);
    }
    for (const { refused } of (await play(scenario)).steps) {
      const words = refused && errors[refused.code]?.words;
      if (words) expect([refused.code, placeholders(words.en).filter((name) => !Object.hasOwn(refused.facts, name))]).toEqual([refused.code, []]);
    }
  });
});

describe('bad input', () => {
  it.each(table)('%s refuses parameters that do not fit, and says where', async (_id, { module, params, badParams = [] }) => {
    const refusal = (bad: JsonObject) => refusalOf(async () => checkParams(module, completeParams(module, bad)));
    const broken = brokenValues(module.params, params).filter(({ value }) => typeof value === 'object' && value !== null && !Array.isArray(value));
    for (const { what, value, path } of broken) expect([what, place(await refusal(value as JsonObject), path)]).toEqual([what, 'PARAMS_INVALID there']);
    for (const { what, params: bad, path } of badParams) expect([what, place(await refusal(bad), path)]).toEqual([what, 'PARAMS_INVALID there']);
  });

  it.each(table.filter(([, scenario]) => calls(scenario).length > 0))('%s refuses payloads that do not fit, and says where', async (_id, scenario) => {
    const { module } = scenario;
    const chain = await stageOf(scenario);
    if (module.policy !== undefined) await playOn(chain, scenario); // Whoever writes may have to pay first.
    const before = chain.stateRoot;
    for (const [command, { payload: schema }] of Object.entries(module.commands ?? {})) {
      const good = calls(scenario).find((step) => step.command === command && step.refused === undefined)!;
      for (const { what, value, path } of brokenValues(schema, good.payload)) {
        expect([command, what, place(await refusalOf(() => chain.admit({ module: module.name, command, payload: value, actor: good.actor })), path)]).toEqual([command, what, 'PAYLOAD_INVALID there']);
      }
    }
    expect(chain.stateRoot).toEqual(before);
  });
});

/** Fields that nobody could name, at any depth. What continues a page is no field. */
function untitled(schema: JsonObject, at: string): readonly string[] {
  const inside = schema.items === undefined ? [] : untitled(schema.items as JsonObject, `${at}[]`);
  return Object.entries((schema.properties ?? {}) as Record<string, JsonObject>).reduce<readonly string[]>((found, [name, property]) => {
    const { en, zh } = (property['x-title'] ?? {}) as Partial<Words>;
    const isList = property.items !== undefined && /^answer [\w-]+$/.test(at);
    return [...found, ...(Boolean(en) && Boolean(zh) && en !== zh || name === 'next' || isList ? [] : [`${at}.${name}`]), ...untitled(property, `${at}.${name}`)];
  }, inside);
}

function placeholders(words: string): readonly string[] {
  return [...new Set([...words.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))].sort();
}

async function refusalOf(run: () => Promise<unknown>): Promise<Refusal | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** A fault inside what is wrong is as good as one at it; a number that JSON of chains cannot say is refused before anything else. */
function place(refusal: Refusal | undefined, path: string): string {
  if (refusal === undefined) return 'let through';
  const { path: at = '' } = refusal.facts;
  return `${refusal.code === 'MALFORMED' ? 'PAYLOAD_INVALID' : refusal.code} ${refusal.code === 'MALFORMED' || String(at).startsWith(path) || path === '' ? 'there' : `at ${String(at)}, not ${path}`}`;
}
