import type { Template } from '@bystack/api';
import { createRecipe } from './create-recipe';
import type { Draft } from './draft';

beforeAll(() => Object.assign(globalThis, { window: { location: { origin: 'http://127.0.0.1:4280' } } }));

const template = { name: 'trace', validators: 4, assets: 'disabled', slots: {} } as unknown as Template;
const draft: Draft = { name: 'A', template: 'trace', validators: null, slots: {}, hostIds: [], keepBlocks: null, assets: null };
const quota = (others: object) => ({ transactions: { module: 'quota', version: '1.0.0', params: { others } } }) as Draft['slots'];

test.each<[string, Partial<Draft>, string]>([
  ['as the template says', {}, 'bystack chains create A --template trace --validators 4'],
  ['with another module', { slots: quota({ burst: 2 }) }, `bystack chains create A --template trace --validators 4 --slot transactions=quota@1.0.0 --params 'transactions={"others":{"burst":2}}'`],
  ['with more than a line of parameters', { slots: quota({ names: 'x'.repeat(300) }) }, '| bystack chains create --file -'],
  ['on chosen hosts', { hostIds: ['h'] }, '| bystack chains create --file -'],
])('a chain %s', (_what, change, expected) => expect(createRecipe({ ...draft, ...change }, template).cli!.slice(-expected.length)).toBe(expected));
