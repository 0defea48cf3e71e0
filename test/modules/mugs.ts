import { defineModule, refuse } from '@bystack/chain-core/module';

const mug = { type: 'string', maxLength: 40, 'x-title': { en: 'Mug', zh: '杯子' } };
const size = { enum: ['s', 'l'], 'x-title': { en: 'Size', zh: '大小' }, 'x-enum-titles': { s: { en: 'small', zh: '小' }, l: { en: 'large', zh: '大' } } };
const heldMl = { type: 'integer', minimum: 1, 'x-title': { en: 'Holds', zh: '容量' }, 'x-unit': 'ml' };
const row = { type: 'object', properties: { mug, size, heldMl } };

/** Of a module that no page, no command line and no document knows. */
export const MUGS = defineModule({
  name: 'mugs', version: '1.0.0', slot: 'contract',
  title: { en: 'Mugs', zh: '杯子' }, summary: { en: 'Whose mug is whose.', zh: '哪个杯子是谁的。' }, params: { type: 'object', properties: {} },
  commands: { take: { title: { en: 'Take a mug', zh: '拿杯子' }, payload: { type: 'object', 'x-description': { en: 'Nobody else may take it then.', zh: '他人不可再拿。' }, properties: { mug, size }, required: ['mug'], additionalProperties: false }, apply: () => refuse('MUG_TAKEN') } },
  queries: { mugs: { title: { en: 'All mugs', zh: '所有杯子' }, args: { type: 'object', properties: { after: mug }, additionalProperties: false }, result: { type: 'object', properties: { mugs: { type: 'array', items: row }, next: { type: ['string', 'null'] } } }, answer: () => ({ mugs: [], next: null }) } },
  events: { taken: { title: { en: 'A mug was taken', zh: '杯子已被拿走' }, data: { type: 'object', properties: { mug, heldMl } } } },
  errors: { MUG_TAKEN: { status: 409, words: { en: 'It is taken.', zh: '已被拿走。' } } },
});
