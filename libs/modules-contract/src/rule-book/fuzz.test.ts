import fc from 'fast-check';
import { canonicalJson, parseCanonicalJson, Refusal, type Bytes, type CallContext, type Json } from '@bystack/chain-core/module';
import { checkActWith } from './act';
import type { ActPayload, Params } from './call';
import { checkPackage } from './check-package';
import { WORDS_1 } from './compiled-package';
import type { RulePackage } from './package';
import { loanPackage, templatePackage } from './testing/packages';

/** Anything but a refusal is a bug, and a bug in a block would stop it. */
function refusalOf(run: () => void): string {
  try {
    run();
    return '';
  } catch (error) {
    if (error instanceof Refusal) {
      const facts = canonicalJson(error.facts as Json).length;
      expect([error.code, facts <= 1_024]).toEqual([error.code, true]);
      return error.code;
    }
    throw error;
  }
}
function context(source: RulePackage): CallContext<Params> {
  const none = { get: (): Bytes | undefined => undefined, range: () => [] };
  return {
    params: { package: source }, state: none, space: 'rule-book', chainId: new Uint8Array(32), height: 1, timeMs: 1_800_000_000_000, actor: new Uint8Array(32), txId: new Uint8Array(32), callIndex: 0,
    ask: (_module, method) => (method === 'rolesOf' ? ['keeper'] : true),
  };
}
const json = fc.jsonValue({ maxDepth: 4 }).map((value) => parseCanonicalJson(canonicalJson(JSON.parse(JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'number' && Number.isInteger(inner) && !Number.isSafeInteger(inner) ? 0 : inner)).replaceAll('__proto__', 'proto')) as Json)));

/** The value with one of its places, chosen by `path`, replaced. */
function replaced(value: Json, path: readonly number[], by: Json): Json {
  if (path.length === 0 || value === null || typeof value !== 'object') return by;
  const keys = Object.keys(value);
  if (keys.length === 0) return by;
  const key = keys[path[0]! % keys.length]!;
  const copy = (Array.isArray(value) ? [...(value as Json[])] : { ...value }) as Record<string, Json>;
  copy[key] = replaced(copy[key]!, path.slice(1), by);
  return copy as Json;
}
const SUBMISSIONS: readonly Json[] = [{ name: 'saw', value: '5' }, { to: 'x', until: '2027-02-01T00:00:00Z' }, {}, null];
const path = fc.array(fc.nat(20), { minLength: 1, maxLength: 8 });

describe('anything at all', () => {
  it('as data is recorded or refused', () => {
    const [loans, events] = [loanPackage(), templatePackage('product-traceability')];
    const codes = new Map<string, number>();
    fc.assert(fc.property(json, fc.constantFrom('add', 'lend', 'giveBack', 'capture', '', '__proto__'), fc.option(fc.string(), { nil: undefined }), (data, command, key) => {
      const payload: ActPayload = { command, data, ...(key === undefined ? {} : { key }) };
      for (const source of [loans, events]) {
        const code = refusalOf(() => checkActWith(WORDS_1)(context(source), payload));
        codes.set(code, (codes.get(code) ?? 0) + 1);
      }
    }), { numRuns: 300 });
    expect(codes.get('DATA_INVALID')).toBeGreaterThan(10);
  });

  it('put anywhere into a good document is recorded or refused', () => {
    const events = templatePackage('product-traceability');
    const document = {
      '@context': [{ mine: 'https://mine.example/' }], type: 'EPCISDocument', schemaVersion: '2.0', creationDate: '2026-01-01T00:00:00Z',
      epcisBody: { eventList: [{
        type: 'ObjectEvent', eventTime: '2026-01-01T00:00:00Z', eventTimeZoneOffset: '+00:00', action: 'ADD', epcList: ['urn:epc:id:sgtin:9521141.012345.1'], quantityList: [{ epcClass: 'urn:x:1', quantity: 1.5, uom: 'KGM' }],
        readPoint: { id: 'urn:x:2' }, 'mine:a': { 'mine:b': ['x', 1, true, { 'mine:c': 'y' }] }, ilmd: { 'mine:d': 'z' }, sensorElementList: [{ sensorMetadata: { time: '2026-01-01T00:00:00Z' }, sensorReport: [{ type: 'Temperature', value: 26.5 }] }],
      }] },
    };
    let accepted = 0;
    fc.assert(fc.property(fc.array(fc.nat(20), { minLength: 4, maxLength: 8 }), json, (place, value) => {
      const data = replaced(document as unknown as Json, place, value);
      if (refusalOf(() => checkActWith(WORDS_1)(context(events), { command: 'capture', data })) === '') accepted += 1;
    }), { numRuns: 600 });
    expect(accepted).toBeGreaterThan(5);
  });

  it('put anywhere into a package is refused, or leaves a package that works', () => {
    const loans = loanPackage() as unknown as Json;
    const hostile = fc.oneof(json, fc.constantFrom<Json>('data', 'data.value', 'record.data.x', 'actor', '/data', '/item', { path: '/data/name' }, { cel: 'data.name + data.name' }, { function: 'json.hash', args: [{ path: '/data' }] },
      { object: {} }, { merge: [{ path: '/data' }] }, { type: 'string' }, {}, 'members', 'inStore', true, 'tool'));
    const counts = { accepted: 0, refused: 0 };
    fc.assert(fc.property(path, hostile, (place, value) => {
      const source = replaced(loans, place, value) as unknown as RulePackage;
      if (refusalOf(() => checkPackage(source, WORDS_1)) !== '') {
        counts.refused += 1;
        return;
      }
      counts.accepted += 1;
      for (const command of Object.keys(source.commands)) {
        for (const data of SUBMISSIONS) refusalOf(() => checkActWith(WORDS_1)(context(source), { command, key: 'saw', data }));
      }
    }), { numRuns: 1_500 });
    expect(counts).toEqual({ accepted: expect.any(Number), refused: expect.any(Number) });
    expect(Math.min(counts.accepted, counts.refused)).toBeGreaterThan(50);
  });
});
