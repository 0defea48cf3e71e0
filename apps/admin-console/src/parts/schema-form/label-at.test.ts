import { labelAt } from './label-at';

const schema = {
  properties: {
    readPoint: { type: 'string', 'x-words': { title: { en: 'Where', zh: '地点' } } },
    lots: { type: 'array', 'x-words': { title: { en: 'Lots', zh: '批次' } }, items: { type: 'object', properties: { quantity: { type: 'number', title: 'Quantity' }, uom: { type: 'string' } } } },
    names: { type: 'array', items: { type: 'string' } },
  },
};
const inEnglish = (words: { readonly en: string } | undefined, without: string) => words?.en ?? without;

test.each([
  ['/readPoint', 'Where'],
  ['/lots', 'Lots'],
  ['/lots/1/quantity', 'Lots 2 · Quantity'],
  ['/lots/0/uom', 'Lots 1 · uom'],
  ['/names/2', 'names 3'],
  ['', undefined],
  ['/lots/x', undefined],
  ['/lots/0/colour', undefined],
  ['/nothing', undefined],
  ['/readPoint/0', undefined],
])('the field at “%s” is called %s', (pointer, label) => expect(labelAt(schema, pointer, inEnglish)).toBe(label));
