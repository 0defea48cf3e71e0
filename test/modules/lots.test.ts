import { toHex, type Json, type JsonObject } from '@bystack/chain-core/module';
import { keyOf, ModuleHarness } from '@bystack/chain-core/testing';
import { ruleBook2, type RulePackage } from '@bystack/modules-contract';
import { openRegistration } from '@bystack/modules-identity';
import type { StoredRecord } from '../../libs/modules-contract/src/rule-book/package';
import { template, templatePackage } from '../../libs/modules-contract/src/rule-book/testing/packages';

const OLD = templatePackage('product-traceability', '1.0.0');
const NEW = templatePackage('product-traceability');
const LOT = 'urn:epc:class:lgtin:9521141.054321.R-0426';
const CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';

/** A chain of one validator, which decides alone. */
class TracingChain extends ModuleHarness {
  constructor(source: RulePackage) {
    const members = [{ key: toHex(keyOf('ann').publicKey), name: 'ann', roles: ['recorder'] }];
    super({ modules: [{ module: ruleBook2, params: { package: source as unknown as Json } }, { module: openRegistration, params: { admins: [], members } }] });
  }
  capture(data: JsonObject) {
    return this.call({ module: 'rule-book', command: 'act', actor: 'ann', payload: { command: 'capture', data } });
  }
  trace(epc: string): { readonly records: readonly StoredRecord[] } {
    return this.query('rule-book', 'ask', { query: 'trace', args: { epc } }) as never;
  }
  /** By a vote; the new rules are in force in the block after. */
  goOnBy(source: RulePackage, isKept: boolean): unknown {
    const publish = { kind: 'publish-package', module: 'rule-book', content: source };
    const changes = [...(isKept ? [] : [publish]), { kind: 'swap-package', module: 'rule-book', package: `${source.name}@${source.version}` }];
    const said = this.query('kernel', 'outlook', { changes } as unknown as Json);
    expect(this.call({ module: 'kernel', command: 'propose-change', actor: 'test node 0', payload: { changes } as unknown as Json })).toMatchObject({ accepted: true });
    this.block([]);
    return said;
  }
}

let hour = 0;
/** An event that nobody recorded yet. */
function event(more: JsonObject): JsonObject {
  hour += 1;
  return { '@context': CONTEXT, eventTime: `2026-05-${String(1 + Math.floor(hour / 24)).padStart(2, '0')}T${String(hour % 24).padStart(2, '0')}:00:00Z`, eventTimeZoneOffset: '+00:00', bizStep: 'commissioning', ...more };
}
const made = (...lots: JsonObject[]): JsonObject => event({ type: 'ObjectEvent', action: 'ADD', quantityList: lots });
const lot = (more: JsonObject): JsonObject => ({ epcClass: LOT, ...more });
const inDocument = (...eventList: JsonObject[]): JsonObject => ({ '@context': [CONTEXT], type: 'EPCISDocument', schemaVersion: '2.0', creationDate: '2026-06-01T00:00:00Z', epcisBody: { eventList } });

describe('lots with quantities', () => {
  const chain = new TracingChain(NEW);

  it.each<[string, JsonObject]>([
    ['made, weighed', made(lot({ quantity: 1260.5, uom: 'KGM' }))],
    ['made, counted', made(lot({ quantity: 480 }))],
    ['of which nobody says how much it is', made(lot({}))],
    ['seen', event({ type: 'ObjectEvent', action: 'OBSERVE', quantityList: [lot({ quantity: 1e-3, uom: 'TNE' })] })],
    ['packed', event({ type: 'AggregationEvent', action: 'ADD', parentID: 'urn:epc:id:sscc:9521141.1234567891', childQuantityList: [lot({ quantity: 120 })] })],
    ['made into another', event({ type: 'TransformationEvent', inputQuantityList: [lot({ quantity: 12, uom: 'KGM' })], outputQuantityList: [{ epcClass: 'urn:epc:class:lgtin:9521141.054322.G-1', quantity: 11.4, uom: 'KGM' }] })],
  ])('are recorded as they came and found by their lot: %s', (_what, given) => {
    const recorded = chain.capture(given);
    expect([recorded.code, recorded.facts]).toEqual([undefined, {}]);
    const { key } = recorded.events[0]!.data as { key: string };
    expect(chain.trace(LOT).records.find((record) => record.key === key)).toMatchObject({ data: given, package: 'product-traceability@1.1.0' });
  });

  const place = '/quantityList/0';
  it.each<[string, JsonObject, string, string]>([
    ['less than nothing', made(lot({ quantity: -5, uom: 'KGM' })), `${place}/quantity`, 'must be more than 0'],
    ['less than no piece', made(lot({ quantity: -1 })), `${place}/quantity`, 'must be more than 0'],
    ['nothing', made(lot({ quantity: 0, uom: 'KGM' })), `${place}/quantity`, 'must be more than 0'],
    ['no piece', made(lot({ quantity: 0 })), `${place}/quantity`, 'must be more than 0'],
    ['half a piece', made(lot({ quantity: 2.5 })), `${place}/quantity`, 'must be a whole number'],
    ['a unit that is none', made(lot({ quantity: 5, uom: 'XYZ' })), `${place}/uom`, 'must be one of KGM, GRM, TNE, LTR, MLT, HLT, …'],
    ['a unit of nothing', made(lot({ uom: 'KGM' })), `${place}/quantity`, 'is missing'],
    ['a text', made(lot({ quantity: '5', uom: 'KGM' })), `${place}/quantity`, 'must be a number'],
    ['of the second lot nothing', made(lot({ quantity: 5 }), lot({ quantity: 0, epcClass: `${LOT}1` })), '/quantityList/1/quantity', 'must be more than 0'],
    ['packed less than nothing', event({ type: 'AggregationEvent', action: 'ADD', parentID: 'urn:epc:id:sscc:9521141.1234567891', childQuantityList: [lot({ quantity: -1 })] }), '/childQuantityList/0/quantity', 'must be more than 0'],
    ['used up nothing', event({ type: 'TransformationEvent', inputQuantityList: [lot({ quantity: 0 })], outputEPCList: ['urn:epc:id:sgtin:9521141.012345.9'] }), '/inputQuantityList/0/quantity', 'must be more than 0'],
    ['nothing came out', event({ type: 'TransformationEvent', inputEPCList: ['urn:epc:id:sgtin:9521141.012345.9'], outputQuantityList: [lot({ quantity: 0, uom: 'LTR' })] }), '/outputQuantityList/0/quantity', 'must be more than 0'],
    ['in the second event of a document', inDocument(made(lot({ quantity: 5 })), made(lot({ quantity: -5 }))), '/epcisBody/eventList/1/quantityList/0/quantity', 'must be more than 0'],
  ])('are refused at their place: %s', (_what, given, path, reason) => {
    expect(chain.capture(given)).toMatchObject({ accepted: false, code: 'DATA_INVALID', facts: { path, reason } });
  });

  it('are not asked about again where an event is declared in error: it is repeated as it was', () => {
    const wrong = made(lot({ quantity: -5, uom: 'KGM' }));
    const old = new TracingChain(OLD);
    expect(old.capture(wrong).accepted).toBe(true);
    old.goOnBy(NEW, false);
    expect(old.capture({ ...wrong, errorDeclaration: { declarationTime: '2026-06-01T00:00:00Z', reason: 'incorrect_data' } })).toMatchObject({ accepted: true, events: [{ name: 'recordChanged', data: { state: 'declaredInError' } }] });
  });
});

describe('from the rules of before to those that know quantities, and back', () => {
  const chain = new TracingChain(OLD);
  const early = event({ type: 'ObjectEvent', action: 'ADD', quantityList: [lot({ quantity: -1, uom: 'XYZ' })] });
  const traced = (): unknown => chain.trace(LOT).records.map(({ package: id, data }) => [id, data]);

  it('every record stays, is found, and remembers the rules it was made under', () => {
    expect(chain.capture(early)).toMatchObject({ accepted: true });
    expect(chain.goOnBy(NEW, false)).toMatchObject({ packages: [{ from: 'product-traceability@1.0.0', to: 'product-traceability@1.1.0', carriesOver: false, leftBehind: [], back: { carriesOver: false, leftBehind: [] } }] });
    expect(chain.capture(made(lot({ quantity: 0 })))).toMatchObject({ code: 'DATA_INVALID' });
    const later = made(lot({ quantity: 7.25, uom: 'KGM' }));
    expect(chain.capture(later)).toMatchObject({ accepted: true });
    expect(traced()).toEqual([['product-traceability@1.1.0', later], ['product-traceability@1.0.0', early]]);
    chain.goOnBy(OLD, true);
    expect(traced()).toEqual([['product-traceability@1.1.0', later], ['product-traceability@1.0.0', early]]);
    expect(chain.capture(made(lot({ quantity: 0 })))).toMatchObject({ accepted: true });
  });
});

describe('what people are shown of them', () => {
  interface Shown { readonly name: string; readonly schema: JsonObject; readonly payload: JsonObject; readonly columns?: readonly { readonly path: string; readonly choices?: JsonObject }[] }
  const { forms, lookups } = template('product-traceability') as unknown as { forms: readonly Shown[]; lookups: readonly Shown[] };
  const units = (((NEW.schemas!['captured'] as JsonObject)['definitions'] as Record<string, { properties?: { uom?: { enum: string[] } } }>)['measure']!.properties!.uom!).enum;

  it('a form for each kind of event takes them', () => {
    const taking = forms.filter(({ payload }) => JSON.stringify(payload).includes('uantityList')).map(({ name }) => name);
    expect(taking).toEqual(['observe', 'create', 'pack', 'transform']);
  });

  it('every unit that the chain takes has words, and every one that a form offers is taken', () => {
    const words = Object.keys(lookups[0]!.columns!.find(({ path }) => path === 'data.quantityList')!.choices!);
    expect(words.sort()).toEqual(['', ...units].sort());
    const offered = forms.flatMap(({ schema }) => [...JSON.stringify(schema).matchAll(/"uom":\{"type":"string","enum":(\[[^\]]*\])/g)].flatMap(([, list]) => JSON.parse(list!) as string[]));
    expect(offered.length).toBeGreaterThan(0);
    expect(offered.filter((unit) => !units.includes(unit))).toEqual([]);
  });

  it('stands on the chain as it stands in the template', () => {
    expect([NEW.forms, NEW.lookups]).toEqual([forms, lookups]);
  });
});
