import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventToHashedId } from 'epcis2.js';
import type { Json, JsonObject } from '@bystack/chain-core/module';
import { canonicalId } from './canonical-id';
import { eventHash, preHashText } from './event-hash';
import { bareWord, epcsOf, linkedTo, standalone } from './events';

const vectors = process.env['BYSTACK_VECTORS'] ?? join(__dirname, '../../../../../../../shared/vectors');
const samples = join(__dirname, '../../../../../../templates/product-traceability/samples');

function documentsIn(folder: string): { name: string; document: JsonObject }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonld') || name.endsWith('.json'))
    .map((name) => ({ name, document: JSON.parse(readFileSync(join(folder, name), 'utf8')) as JsonObject }));
}
function eventsOf(document: JsonObject): JsonObject[] {
  const body = (document['epcisBody'] ?? {}) as { eventList?: JsonObject[]; queryResults?: { resultsBody: { eventList: JsonObject[] } } };
  return body.eventList ?? body.queryResults?.resultsBody.eventList ?? [document];
}
const events = [...documentsIn(join(vectors, 'epcis/examples')), ...documentsIn(samples)].flatMap(({ name, document }) =>
  eventsOf(document).map((event, index) => [`${name} #${index}`, event, document] as const),
);

/**
 * The reference implementation has two defects that these documents meet: it puts the extension digit of an SSCC into the key twice (so
 * that its "SSCC" has 19 digits), and it stumbles over empty lists. It gets the correct Digital Link and no empty lists instead.
 */
function forReference(value: Json): Json {
  if (typeof value === 'string') return value.startsWith('urn:epc:id:sscc:') ? canonicalId(value) : value;
  if (Array.isArray(value)) return value.map((entry: Json) => forReference(entry));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => !Array.isArray(inner) || inner.length > 0).map(([key, inner]) => [key, forReference(inner as Json)]));
}

describe('the CBV event hash', () => {
  it.each(events)('is the one of the reference implementation: %s', (_name, event, document) => {
    const expected = eventToHashedId(forReference(event) as object, (document['@context'] ?? {}) as object);
    expect(eventHash(standalone(event, document))).toBe(expected);
  });

  it('covers something', () => expect(events.length).toBeGreaterThan(3));

  it('does not depend on the order of fields and lists, nor on how an identifier or a time is written', () => {
    const one: JsonObject = {
      '@context': { mine: 'https://mine.example/' }, type: 'ObjectEvent', eventTime: '2026-01-31T10:30:00.5+01:00', eventTimeZoneOffset: '+01:00', action: 'OBSERVE', bizStep: 'shipping',
      epcList: ['urn:epc:id:sgtin:0614141.107346.2017', 'urn:epc:id:sscc:0614141.1234567890'], 'mine:a': '1', 'mine:b': ['2', '1'],
    };
    const other: JsonObject = {
      'other:b': ['1', '2'], 'other:a': '1', epcList: ['https://example.com/sscc/106141412345678908', 'https://shop.example/01/10614141073464/21/2017?x=y'],
      bizStep: 'https://ref.gs1.org/cbv/BizStep-shipping', action: 'OBSERVE', eventTimeZoneOffset: '+01:00', eventTime: '2026-01-31T09:30:00.500Z', type: 'ObjectEvent',
      eventID: 'urn:uuid:00000000-0000-4000-8000-000000000000', recordTime: '2026-02-01T00:00:00Z', '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { other: 'https://mine.example/' }],
    };
    expect(preHashText(other)).toBe(preHashText(one));
    expect(eventHash({ ...one, action: 'ADD' })).not.toBe(eventHash(one));
  });

  it('refuses a prefix that nothing explains', () => {
    const event = { type: 'ObjectEvent', 'mine:colour': 'red' };
    expect(() => eventHash(event)).toThrow(expect.objectContaining({ code: 'EPCIS_PREFIX_UNKNOWN', facts: expect.objectContaining({ field: 'mine:colour', prefix: 'mine' }) }));
  });
});

describe('canonical ids', () => {
  it.each([
    ['urn:epc:id:sgtin:0614141.107346.2017', 'https://id.gs1.org/01/10614141073464/21/2017'],
    ['urn:epc:id:sgtin:0614141.107346.a(b)*', 'https://id.gs1.org/01/10614141073464/21/a%28b%29%2A'],
    ['urn:epc:id:sscc:0614141.1234567890', 'https://id.gs1.org/00/106141412345678908'],
    ['urn:epc:id:sgln:0614141.07346.0', 'https://id.gs1.org/414/0614141073467'],
    ['urn:epc:id:sgln:0614141.07346.1234', 'https://id.gs1.org/414/0614141073467/254/1234'],
    ['urn:epc:id:sgln:012345678901..7', 'https://id.gs1.org/414/0123456789012/254/7'],
    ['urn:epc:id:pgln:4012345.00225', 'https://id.gs1.org/417/4012345002256'],
    ['urn:epc:id:grai:4012345.55555.987', 'https://id.gs1.org/8003/04012345555554987'],
    ['urn:epc:id:giai:4000001.111', 'https://id.gs1.org/8004/4000001111'],
    ['urn:epc:id:gdti:0614141.00001.1618034', 'https://id.gs1.org/253/06141410000121618034'],
    ['urn:epc:id:gsrn:0614141.0000010253', 'https://id.gs1.org/8018/061414100000102534'],
    ['urn:epc:class:lgtin:4012345.012345.998877', 'https://id.gs1.org/01/04012345123456/10/998877'],
    ['urn:epc:idpat:sgtin:4012345.066666.*', 'https://id.gs1.org/01/04012345666663'],
    ['https://id.gs1.org/01/9524321400017', 'https://id.gs1.org/01/09524321400017'],
    ['https://example.com/some/path/01/10614141073464/10/LOT/21/7?3103=000195', 'https://id.gs1.org/01/10614141073464/21/7'],
    ['https://example.com/gtin/10614141073464/cpv/2A', 'https://id.gs1.org/01/10614141073464'],
  ])('%s is %s', (from, to) => {
    expect(canonicalId(from)).toBe(to);
    expect(canonicalId(to)).toBe(to);
  });

  it.each([
    'urn:epc:id:sgtin:0614141.107346', 'urn:epc:id:sgtin:0614141.107346.', 'urn:epc:id:sgtin:061.1073461234.1', 'urn:epc:id:sscc:0614141.123', 'urn:epc:id:none:0614141.1', 'urn:epc:', 'urn:uuid:x',
    'https://example.com/', 'https://example.com/01/12', 'http://transaction.acme.com/po/12345678', '', 'plain text',
  ])('leaves %s alone', (text) => expect(canonicalId(text)).toBe(text));

  it('survives any text', () => {
    for (const scheme of ['id:sgtin', 'id:cpi', 'idpat:itip', 'id:gdti', 'class:lgtin', 'id:giai']) {
      for (const rest of ['', '.', '..', '...', '%', '012345.', '012345.%', `${'1'.repeat(4_000)}.1`, '012345.1234567.%2']) {
        const uri = `urn:epc:${scheme}:${rest}`;
        expect(canonicalId(uri)).toBe(uri);
      }
    }
  });
});

describe('what an event says about items', () => {
  const packing: JsonObject = { type: 'AggregationEvent', parentID: 'urn:epc:id:sscc:0614141.1234567890', childEPCs: ['urn:epc:id:sgtin:0614141.107346.2017'], childQuantityList: [{ epcClass: 'urn:epc:class:lgtin:4012345.012345.998877' }] };
  const cooking: JsonObject = { type: 'TransformationEvent', inputEPCList: ['urn:a:1', 'urn:a:2'], outputEPCList: ['urn:b:1'], outputQuantityList: [{ epcClass: 'urn:c:1', quantity: 5 }, { quantity: 1 }] };

  it('lists all of them once, canonically', () => {
    expect(epcsOf(packing)).toEqual(['https://id.gs1.org/00/106141412345678908', 'https://id.gs1.org/01/10614141073464/21/2017', 'https://id.gs1.org/01/04012345123456/10/998877']);
    expect(epcsOf(cooking)).toEqual(['urn:a:1', 'urn:a:2', 'urn:b:1', 'urn:c:1']);
    expect(epcsOf({ type: 'mine:Event', epcList: 'urn:x:1', childEPCs: [5, null] })).toEqual(['urn:x:1']);
  });

  it('ties children to parents and inputs to outputs', () => {
    expect(linkedTo(packing, 'urn:epc:id:sgtin:0614141.107346.2017')).toEqual(['https://id.gs1.org/00/106141412345678908']);
    expect(linkedTo(packing, 'urn:epc:id:sscc:0614141.1234567890')).toHaveLength(2);
    expect(linkedTo(cooking, 'urn:a:2')).toEqual(['urn:b:1', 'urn:c:1']);
    expect(linkedTo(cooking, 'urn:c:1')).toEqual(['urn:a:1', 'urn:a:2']);
    expect(linkedTo(cooking, 'urn:z:1')).toEqual([]);
  });

  it('gives an event the context of its document', () => {
    expect(standalone({ a: 1 }, { '@context': 'c' })).toEqual({ a: 1, '@context': 'c' });
    expect(standalone({ '@context': { x: 'y' } }, { '@context': ['c', 'd'] })).toEqual({ '@context': ['c', 'd', { x: 'y' }] });
  });

  it('knows a business step however it is written', () => {
    expect(['shipping', 'urn:epcglobal:cbv:bizstep:shipping', 'https://ref.gs1.org/cbv/BizStep-shipping', 'mine:step'].map(bareWord)).toEqual(['shipping', 'shipping', 'shipping', 'mine:step']);
  });
});
