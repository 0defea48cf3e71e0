import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject, ModuleCard } from '@bystack/api';
import { json, serving } from '../../client/testing/serving';
import { runLine } from '../testing/run-line';

const titled = (en: string) => ({ en, zh: en });
const ID = 'ab'.repeat(32);
const rules = (data: JsonObject): ModuleCard => ({
  name: 'rule-book', version: '2.0.0', slot: 'contract', title: titled('Rule book'), summary: titled('Rules.'), params: { type: 'object' }, needs: [], queries: [], events: [], errors: [],
  commands: [{ name: 'act', title: titled('Act'), payload: { type: 'object', properties: { command: { type: 'string' } }, required: ['command'] } }],
  surface: { package: { name: 'mill', version: '1.0.0', title: titled('Mill') }, acts: { deliver: { title: titled('*/ process.exit(); /*\nDeliver'), data } }, records: { "lot's": { title: titled('Lot') } } },
});

let home: string;
beforeAll(() => void (home = mkdtempSync(join(tmpdir(), 'bystack-types-'))));
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function typesOf(card: ModuleCard, ...more: string[]) {
  const { url } = await serving(json(200, {}), json(200, { items: [{ name: 'Mill\nimport "x"', chainId: ID }] }), json(200, { items: [card] }));
  await runLine(home, ['login', '--url', url, '--key', 'bk_secret']);
  return runLine(home, ['chains', 'types', 'Mill\nimport "x"', ...more]);
}

test('the types of a chain are those of its modules and of its rules, and nothing that others wrote gets out of its comment or text', async () => {
  const { exit, out } = await typesOf(rules({ type: 'object', properties: { kg: { type: 'integer' } }, required: ['kg'] }));
  expect([exit, out]).toEqual([0, `// Of the chain Mill import "x" (${ID}), as \`bystack chains types\` wrote it.
import type { Json, JsonObject } from '@bystack/sdk';

/** Modules in force, by NAME@VERSION. */
export interface ModuleTypes {
  /** Rule book. Rules. */
  readonly 'rule-book@2.0.0': {
    readonly params: JsonObject;
    readonly commands: {
      /** Act. */
      readonly act: {
        readonly command: string;
      };
    };
    readonly queries: Record<never, never>;
    readonly events: Record<never, never>;
  };
}

/** Mill (mill@1.0.0). */
export interface Rules {
  readonly acts: {
    /** *\\/ process.exit(); /* Deliver. */
    readonly deliver: {
      readonly kg: number;
    };
  };
  readonly records: {
    /** Lot. */
    readonly 'lot\\'s': Json;
  };
}
`]);
});

test('data of rules that no type can be written for are JSON; a module like that is refused', async () => {
  expect((await typesOf(rules({ $ref: 'epcis' }))).out).toContain('Any JSON for the compiler: “$ref” is not among');
  const { exit, err } = await typesOf({ ...rules({}), params: { not: {} } });
  expect([exit, err]).toEqual([1, 'CANNOT_TYPE: no type can be written for its parameters (rule-book@2.0.0): “not” is not among the keywords that types are written for\n']);
});

test('with -o they are in the file as they would be printed', async () => {
  const file = join(home, 'chain.ts');
  const printed = await typesOf(rules({}));
  expect(await typesOf(rules({}), '-o', file)).toEqual({ exit: 0, out: `${file}\n`, err: '' });
  expect(readFileSync(file, 'utf8')).toBe(printed.out);
});
