import type { JsonObject } from '@bystack/api';

const words = (en: string): JsonObject => ({ en, zh: en });

/** A small package of rules, of which some can be changed: fruit is weighed in, by the basket. */
export function orchardPackage(version: string, require = 'size(data.basket) > 0'): JsonObject {
  return {
    format: 'bystack-package/1', name: 'orchard', version, title: words('Orchard'), summary: words('What was picked.'), functions: 'standard/1',
    records: { basket: { title: words('Basket'), states: { full: { title: words('Full') } } } },
    commands: {
      weigh: {
        title: words('Weigh a basket'),
        who: 'anyone',
        data: { type: 'object', properties: { basket: { type: 'string' }, weight: { type: 'number' } }, required: ['basket', 'weight'], additionalProperties: false },
        guards: [{ code: 'BASKET_WRONG', require }],
        effects: [{ record: 'basket', key: { path: '/data/basket' }, create: { state: 'full', data: { path: '/data' } } }],
      },
    },
    errors: { BASKET_WRONG: { status: 422, words: words('This basket cannot be.') } },
  };
}
