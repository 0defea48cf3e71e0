import { fillPayload, formPointer } from './payload';

const template = { command: 'capture', data: { type: 'ObjectEvent', epcList: '{{items}}', readPoint: { id: '{{place}}' }, list: [{ step: '{{step}}' }], none: {} } };

test('fields take their places; what only held empty fields is left out', () => {
  expect(fillPayload(template, { items: ['a'], step: 'shipping', place: '' })).toEqual({ command: 'capture', data: { type: 'ObjectEvent', epcList: ['a'], list: [{ step: 'shipping' }], none: {} } });
  expect(fillPayload(template, { items: ['a'], place: 'p' })).toEqual({ command: 'capture', data: { type: 'ObjectEvent', epcList: ['a'], readPoint: { id: 'p' }, list: [], none: {} } });
});

test('a text that only contains a place is kept as it is', () => {
  expect(fillPayload({ a: 'x {{items}}' }, { items: 'y' })).toEqual({ a: 'x {{items}}' });
});

test.each([
  ['/data/epcList/3', '/items/3'],
  ['/data/epcList', '/items'],
  ['/data/readPoint/id', '/place'],
  ['/data/list/0/step', '/step'],
  ['/data/type', undefined],
  ['/data', undefined],
  ['/elsewhere/1', undefined],
])('a problem at %s is shown at field %s', (pointer, field) => {
  expect(formPointer(template, pointer)).toBe(field);
});
