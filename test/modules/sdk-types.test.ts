import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json, JsonObject } from '@bystack/api';
import type { ModuleDefinition } from '@bystack/chain-core/module';
import type { CallStep, ModuleScenario, QueryStep } from '@bystack/chain-core/testing/contract';
import { ruleBook2 } from '@bystack/modules-contract';
import { cardOf } from '../../apps/control-plane/src/features/modules/module-card';
import { moduleType } from '../../libs/sdk/src/modules/write/module-type';
import { modulesInterface, typesFile } from '../../libs/sdk/src/modules/write/modules-file';
import { rulesInterface } from '../../libs/sdk/src/modules/write/rules-interface';
import { typeErrors } from '../support/type-errors';
import { MUGS } from './mugs';
import { SCENARIOS } from './scenarios';

const readme = readFileSync(join(__dirname, '../../libs/sdk/README.md'), 'utf8');
const examples = [...readme.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, text]) => `${text}\nexport {};`);

/** A value with the type that it has, or has not. */
interface Line {
  readonly type: string;
  readonly value: Json;
  readonly fits: boolean;
}
const idOf = ({ name, version }: { readonly name: string; readonly version: string }): string => `ModuleTypes['${name}@${version}']`;

/** What the scenarios of the contract suite give modules; and the same with a field too many, or without one that must be there. */
function linesOf({ module, params, beside = [], steps }: ModuleScenario): readonly Line[] {
  const called = ({ module: name = module.name }: CallStep) => [module, ...beside.map((one) => one.module)].find((one) => one.name === name)!;
  const payloads = steps.filter((step): step is CallStep => 'command' in step && step.refused !== 'PAYLOAD_INVALID').flatMap((step) => {
    const target = called(step);
    return withBroken(`${idOf(target)}['commands']['${step.command}']`, target.commands?.[step.command]?.payload, step.payload);
  });
  const args = steps.filter((step): step is QueryStep => 'query' in step).flatMap((step) => withBroken(`${idOf(module)}['queries']['${step.query}']['args']`, module.queries?.[step.query]?.args, step.args));
  return [{ type: `${idOf(module)}['params']`, value: params, fits: true }, ...payloads, ...args];
}

function withBroken(type: string, schema: JsonObject | undefined, value: Json): readonly Line[] {
  if (schema === undefined) return []; // A command that there is not, to see it refused.
  const without = ((schema.required ?? []) as readonly string[]).map((name) => Object.fromEntries(Object.entries(value as JsonObject).filter(([key]) => key !== name)));
  return [{ type, value, fits: true }, ...[...without, { ...(value as object), nothingOfTheKind: 1 }].map((broken) => ({ type, value: broken, fits: false }))];
}

/** What `bystack chains types` writes of a chain by a template's rules. */
function typesOfChain(template: string): string {
  const rules = JSON.parse(readFileSync(join(__dirname, `../../templates/${template}/package.json`), 'utf8')) as JsonObject;
  const card = cardOf(ruleBook2 as unknown as ModuleDefinition, { package: rules });
  return typesFile(`// ${template}`, [modulesInterface([card], ''), rulesInterface(card)!], '@bystack/sdk');
}

const lines = SCENARIOS.flatMap(linesOf);
const HEAD = `import type { ModuleTypes } from '@bystack/sdk';`;
const errors = typeErrors('test/modules', {
  'scenarios.ts': [HEAD, ...lines.map(({ type, value }, index) => `export const v${index}: ${type} = ${JSON.stringify(value)};`)].join('\n'),
  'mugs.ts': `import type { JsonObject } from '@bystack/api';
import { typedModule, type BystackClient } from '@bystack/sdk';
declare module '@bystack/sdk' {
  interface ModuleTypes {
    'mugs@1.0.0': ${moduleType(cardOf(MUGS as ModuleDefinition)).replaceAll('\n', ' ')};
  }
}
declare const client: BystackClient;
export const asked = client.chain('c').module('mugs@1.0.0').query('mugs', { after: 'blue' }).then(({ answer }) => answer.mugs?.[0]?.heldMl);
export const taken = client.chain('c').module('mugs@1.0.0').submit('take', { mug: 'blue', size: 'l' });
export const call = typedModule('mugs@1.0.0').call('take', { mug: 'blue', size: 'xl' }, new Uint8Array());
export const known = typedModule('fee@2.0.0').call('pay-out', {}, new Uint8Array());`,
  'confirmation.ts': typesOfChain('data-confirmation'),
  'traceability.ts': typesOfChain('product-traceability'),
  'acts.ts': `import { ownModule, type RuleBook } from '@bystack/sdk';
import type { Rules as Confirmation } from './confirmation';
import type { ModuleTypes, Rules as Traceability } from './traceability';
const actor = new Uint8Array();
ownModule<RuleBook<Confirmation>>('rule-book').call('act', { command: 'claim', data: { hash: 'ab', salted: true, title: 'Deed' } }, actor);
ownModule<RuleBook<Confirmation>>('rule-book').call('act', { command: 'claim', data: { hash: 'ab', salted: true } }, actor);
ownModule<RuleBook<Confirmation>>('rule-book').call('act', { command: 'capture', data: {} }, actor);
ownModule<RuleBook<Traceability>>('rule-book').call('act', { command: 'capture', data: { any: ['json'] } }, actor);
ownModule<ModuleTypes['rule-book@2.0.0']>('rule-book').call('act', { command: 'capture' }, actor);`,
  ...Object.fromEntries(examples.map((text, index) => [`readme-${index}.ts`, text])),
});

describe('the types that the SDK has of modules', () => {
  it('let through what modules take, and nothing with a field too many or without one that must be there', () => {
    const wrong = new Map(errors['scenarios.ts']!.map(({ line, message }) => [line - 2, message]));
    const astray = lines.flatMap(({ fits, ...line }, index) => (fits === !wrong.has(index) ? [] : [{ ...line, said: wrong.get(index) ?? 'nothing' }]));
    expect(astray).toEqual([]);
    expect([lines.filter(({ fits }) => fits).length > 100, lines.filter(({ fits }) => !fits).length > 100]).toEqual([true, true]);
  });

  it('are joined by those of a module that nothing else knows', () => {
    expect(errors['mugs.ts']).toEqual([{ line: 11, message: expect.stringContaining(`"xl"' is not assignable`) as string }]);
  });
});

describe('the types of one chain', () => {
  it('say what its rules take, and leave to JSON what only the chain knows', () => {
    expect([errors['confirmation.ts'], errors['traceability.ts']]).toEqual([[], []]);
    expect([...new Set(errors['acts.ts']!.map(({ line }) => line))]).toEqual([6, 7]);
    expect(typesOfChain('product-traceability')).toContain('Any JSON for the compiler: “$ref” is not among the keywords that types are written for. */\n    readonly capture: Json;');
  });
});

describe('the examples of the SDK’s README', () => {
  it('compile', () => {
    expect(examples.length).toBeGreaterThan(1);
    expect(examples.flatMap((_text, index) => errors[`readme-${index}.ts`])).toEqual([]);
  });
});
