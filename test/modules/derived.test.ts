import type { ModuleCard } from '@bystack/api';
import { defineModule, refuse, type ModuleDefinition } from '@bystack/chain-core/module';
import { abilityLines } from '../../libs/sdk/src/cli/commands/abilities';
import { commandForms, queryLookups } from '../../apps/admin-console/src/features/chains/records/forms';
import { columnsIn, nextPage, partsOf } from '../../apps/admin-console/src/features/chains/said/answer-parts';
import { calledIn, fieldsIn } from '../../apps/admin-console/src/features/chains/said/said-rows';
import { fillPayload } from '../../apps/admin-console/src/parts/schema-form/payload';
import { kindOf, missingIn, objectOf, propertiesOf } from '../../apps/admin-console/src/parts/schema-form/schema';
import { cardOf } from '../../apps/control-plane/src/features/modules/module-card';

const mug = { type: 'string', maxLength: 40, 'x-title': { en: 'Mug', zh: '杯子' } };
const size = { enum: ['s', 'l'], 'x-title': { en: 'Size', zh: '大小' }, 'x-enum-titles': { s: { en: 'small', zh: '小' }, l: { en: 'large', zh: '大' } } };
const heldMl = { type: 'integer', minimum: 1, 'x-title': { en: 'Holds', zh: '容量' }, 'x-unit': 'ml' };
const row = { type: 'object', properties: { mug, size, heldMl } };

/** Of a module that no page, no command line and no document knows. */
const MUGS = defineModule({
  name: 'mugs', version: '1.0.0', slot: 'contract',
  title: { en: 'Mugs', zh: '杯子' }, summary: { en: 'Whose mug is whose.', zh: '哪个杯子是谁的。' }, params: { type: 'object', properties: {} },
  commands: { take: { title: { en: 'Take a mug', zh: '拿杯子' }, payload: { type: 'object', 'x-description': { en: 'Nobody else may take it then.', zh: '他人不可再拿。' }, properties: { mug, size }, required: ['mug'], additionalProperties: false }, apply: () => refuse('MUG_TAKEN') } },
  queries: { mugs: { title: { en: 'All mugs', zh: '所有杯子' }, args: { type: 'object', properties: { after: mug }, additionalProperties: false }, result: { type: 'object', properties: { mugs: { type: 'array', items: row }, next: { type: ['string', 'null'] } } }, answer: () => ({ mugs: [], next: null }) } },
  events: { taken: { title: { en: 'A mug was taken', zh: '杯子已被拿走' }, data: { type: 'object', properties: { mug, heldMl } } } },
  errors: { MUG_TAKEN: { status: 409, words: { en: 'It is taken.', zh: '已被拿走。' } } },
});
const card: ModuleCard = cardOf(MUGS as ModuleDefinition);

describe('what derives of a module that nobody wrote a page for', () => {
  it('a form for each command, which sends what was filled in', () => {
    const [form] = commandForms(card);
    expect(form).toMatchObject({ title: { en: 'Take a mug' }, help: { en: 'Nobody else may take it then.' }, module: 'mugs', command: 'take' });
    expect(propertiesOf(form!.schema).map(([name, field]) => [name, kindOf(field)])).toEqual([['mug', 'text'], ['size', 'choice']]);
    expect(missingIn(form!.schema, {})).toEqual(['/mug']);
    expect(fillPayload(form!.payload, { mug: 'blue', size: 'l' })).toEqual({ mug: 'blue', size: 'l' });
    expect(fillPayload(form!.payload, { mug: 'blue' })).toEqual({ mug: 'blue' });
  });

  it('a form for each question, its answer as a table by the titles of its schema, and the next page', () => {
    const [lookup] = queryLookups(card);
    expect(lookup).toMatchObject({ title: { zh: '所有杯子' }, module: 'mugs', query: 'mugs', args: { after: '{{after}}' } });
    const answer = { mugs: [{ heldMl: 300, mug: 'blue', size: 's' }], next: 'blue' };
    const fields = fieldsIn(card.queries[0]!.result!);
    const [list] = partsOf(answer).lists;
    expect(columnsIn(list!.rows, fields).map((name) => calledIn(fields, name).en)).toEqual(['Mug', 'Size', 'Holds']);
    expect(nextPage(card.queries[0]!.args, answer)).toEqual({ after: 'blue' });
  });

  it('events by their titles, with the titles of their fields', () => {
    const [event] = card.events;
    expect(event!.title.zh).toBe('杯子已被拿走');
    expect(Object.keys(objectOf({ mug: 'blue', heldMl: 300 })).map((name) => calledIn(fieldsIn(event!.data), name).zh)).toEqual(['杯子', '容量']);
  });

  it('all of it on the command line, as it is to be typed', () => {
    expect(abilityLines('our kitchen', card)).toEqual([
      'Mugs (mugs 1.0.0)',
      '  do: Take a mug',
      `    bystack submit 'our kitchen' mugs take --payload '{"mug":"…"}'`,
      '      mug*  text        Mug',
      '      size  "s" or "l"  Size',
      '  ask: All mugs',
      `    bystack query 'our kitchen' mugs mugs --args '{}'`,
      '      after  text  Mug',
      '  tells:',
      '      taken  A mug was taken',
    ]);
  });
});
