import { toHex, type Json, type JsonObject } from '@bystack/chain-core/module';
import { keyOf, ModuleHarness } from '@bystack/chain-core/testing';
import { ruleBook, surface, type RulePackage } from '@bystack/modules-contract';
import { openRegistration } from '@bystack/modules-identity';
import { eventHash } from '../../libs/modules-contract/src/rule-book/functions/epcis/event-hash';
import { standalone } from '../../libs/modules-contract/src/rule-book/functions/epcis/events';
import type { StoredRecord } from '../../libs/modules-contract/src/rule-book/package';
import { epcisDocuments, eventsOf, loanPackage, templatePackage } from '../../libs/modules-contract/src/rule-book/testing/packages';

const START = Date.UTC(2026, 5, 1, 12);
const hex = (name: string): string => toHex(keyOf(name).publicKey);

function chainOf(source: RulePackage, members: Record<string, string[]>): ModuleHarness {
  const founding = Object.entries(members).map(([name, roles]) => ({ key: hex(name), name, roles }));
  return new ModuleHarness({
    startMs: START,
    modules: [{ module: ruleBook, params: { package: source as unknown as Json } }, { module: openRegistration, params: { admins: [hex('admin')], members: founding } }],
  });
}
function act(chain: ModuleHarness, actor: string, payload: JsonObject): ReturnType<ModuleHarness['call']> {
  return chain.call({ module: 'rule-book', command: 'act', actor, payload });
}
const ask = (chain: ModuleHarness, query: string, args: Json): Json => chain.query('rule-book', query, args);

describe('records and their states', () => {
  const chain = chainOf(loanPackage(), { kim: ['keeper'], ann: [] });
  const add = (name: string, more: JsonObject = {}): JsonObject => ({ command: 'add', data: { name, value: '120.50', ...more } });
  const until = (days: number): string => new Date(START + days * 86_400_000).toISOString();

  it('creates, changes and shows them, with who, when and under which rules', () => {
    expect(act(chain, 'kim', add('drill', { tags: ['power', 'red'] }))).toMatchObject({ accepted: true, events: [{ name: 'recordCreated', data: { type: 'tool', key: 'drill', state: 'inStore', version: 1, command: 'add' } }] });
    chain.advance(60_000);
    const lent = act(chain, 'ann', { command: 'lend', key: 'drill', data: { to: 'bob', until: until(3) } });
    expect(lent).toMatchObject({ accepted: true, events: [{ name: 'recordChanged', data: { version: 2, state: 'lent' } }, { name: 'announced', data: { event: 'lent', data: { tool: 'drill', version: 2 } } }] });
    expect(ask(chain, 'record', { type: 'tool', key: 'drill' })).toEqual({
      type: 'tool', key: 'drill', state: 'lent', version: 2, sequence: 1, package: 'loans@1.2.0', data: { name: 'drill', value: '120.50', tags: ['power', 'red'], holder: 'bob', until: until(3) },
      command: 'lend', createdBy: hex('kim'), createdAtMs: expect.any(Number), actor: hex('ann'), timeMs: chain.timeMs, txId: toHex(lent.txId),
    });
    const { versions } = ask(chain, 'history', { type: 'tool', key: 'drill' }) as unknown as { versions: StoredRecord[] };
    expect(versions.map(({ version, state, actor }) => [version, state, actor])).toEqual([[1, 'inStore', hex('kim')], [2, 'lent', hex('ann')]]);
  });

  it('finds them by what they say now, not by what they said', () => {
    const keys = (query: string, args: Json): string[] => (ask(chain, query, args) as unknown as { records: StoredRecord[] }).records.map(({ key }) => key);
    expect(keys('find', { type: 'tool', index: 'holder', value: 'bob' })).toEqual(['drill']);
    expect(keys('ask', { query: 'heldBy', args: { holder: 'bob' } })).toEqual(['drill']);
    expect(act(chain, 'stranger', { command: 'giveBack', key: 'drill', data: {} }).accepted).toBe(true);
    expect(keys('find', { type: 'tool', index: 'holder', value: 'bob' })).toEqual([]);
    expect(keys('find', { type: 'tool', index: 'tags', value: 'red' })).toEqual([]);
  });

  it('pages newest first', () => {
    for (const name of ['saw', 'axe', 'plane']) expect(act(chain, 'kim', add(name, { tags: ['hand'] })).accepted).toBe(true);
    const first = ask(chain, 'records', { type: 'tool', limit: 3 }) as unknown as { records: StoredRecord[]; next: number };
    expect(first.records.map(({ key }) => key)).toEqual(['plane', 'axe', 'saw']);
    const second = ask(chain, 'records', { type: 'tool', limit: 3, before: first.next }) as unknown as { records: StoredRecord[]; next: null };
    expect([second.records.map(({ key }) => key), second.next]).toEqual([['drill'], null]);
    const found = ask(chain, 'find', { type: 'tool', index: 'tags', value: 'hand', limit: 2 }) as unknown as { records: StoredRecord[]; next: number };
    expect([found.records.map(({ key }) => key), found.next]).toEqual([['plane', 'axe'], 3]);
  });

  it.each<[string, string, JsonObject, string, object]>([
    ['an unknown command', 'kim', { command: 'sell', data: {} }, 'COMMAND_UNKNOWN', { command: 'sell' }],
    ['an inherited property as command', 'kim', { command: 'constructor', data: {} }, 'COMMAND_UNKNOWN', {}],
    ['somebody without the role', 'ann', add('x'), 'NOT_PERMITTED', { needs: 'keeper' }],
    ['a stranger', 'stranger', { command: 'lend', key: 'saw', data: { to: 'x', until: until(1) } }, 'NOT_PERMITTED', { needs: 'membership' }],
    ['a stranger before looking at the data', 'stranger', { command: 'lend', data: 5 }, 'NOT_PERMITTED', {}],
    ['data of the wrong kind', 'kim', { command: 'add', data: 5 }, 'DATA_INVALID', { path: '', reason: 'must be an object' }],
    ['no data', 'kim', { command: 'add' }, 'DATA_INVALID', { path: '' }],
    ['a missing field', 'kim', { command: 'add', data: { name: 'x' } }, 'DATA_INVALID', { path: '/value', reason: 'is missing' }],
    ['a field nobody knows', 'kim', add('x', { color: 'red' }), 'DATA_INVALID', { path: '/color' }],
    ['a place inside', 'kim', add('x', { tags: ['a', 5] }), 'DATA_INVALID', { path: '/tags/1', reason: 'must be a text' }],
    ['a long list', 'kim', add('x', { tags: Array.from({ length: 1_001 }, (_, i) => `t${i}`) }), 'DATA_TOO_LARGE', { path: '/tags' }],
    ['a long text', 'kim', add('x', { tags: ['y'.repeat(20_000)] }), 'DATA_TOO_LARGE', { path: '/tags/0' }],
    ['too many index entries', 'kim', add('x', { tags: Array.from({ length: 300 }, (_, i) => `t${i}`) }), 'INDEX_TOO_LARGE', {}],
    ['a key with control characters', 'kim', add('a\nb'), 'KEY_INVALID', { path: '' }],
    ['no key', 'ann', { command: 'lend', data: { to: 'x', until: until(1) } }, 'KEY_INVALID', {}],
    ['a record that is there', 'kim', add('saw'), 'RECORD_EXISTS', { type: 'tool', key: 'saw', state: 'inStore' }],
    ['a record that is not there', 'ann', { command: 'lend', key: 'none', data: { to: 'x', until: until(1) } }, 'RECORD_NOT_FOUND', { key: 'none' }],
    ['the wrong state', 'ann', { command: 'giveBack', key: 'saw', data: {} }, 'WRONG_STATE', { state: 'inStore', needs: 'lent' }],
    ['a guard, with its facts', 'kim', add('robot', { value: '1000.01' }), 'TOO_VALUABLE', { value: '1000.01', path: '' }],
    ['a guard that fails instead of answering', 'kim', add('robot', { value: '1e3' }), 'TOO_VALUABLE', {}],
    ['the first of two guards', 'ann', { command: 'lend', key: 'saw', data: { to: 'x', until: until(-1) } }, 'IN_THE_PAST', {}],
    ['the second guard', 'ann', { command: 'lend', key: 'saw', data: { to: 'x', until: until(31) } }, 'TOO_LONG', { key: 'saw' }],
    ['a date that is none', 'ann', { command: 'lend', key: 'saw', data: { to: 'x', until: '2026-02-30T00:00:00Z' } }, 'DATA_INVALID', { path: '/until' }],
    ['a missing command', 'kim', { data: {} }, 'PAYLOAD_INVALID', { path: '/command' }],
  ])('refuses %s', (_name, actor, payload, code, facts) => {
    expect(chain.check({ module: 'rule-book', command: 'act', actor, payload })).toBe(code);
    expect(act(chain, actor, payload)).toMatchObject({ accepted: false, code, facts, events: [] });
    expect(ask(chain, 'record', { type: 'tool', key: 'x' })).toBeNull();
  });

  it.each<[string, Json, string]>([
    ['record', { type: 'none', key: 'x' }, 'RECORD_TYPE_UNKNOWN'],
    ['find', { type: 'tool', index: 'none', value: 'x' }, 'INDEX_UNKNOWN'],
    ['ask', { query: 'none' }, 'QUERY_UNKNOWN'],
    ['ask', { query: 'heldBy', args: { holder: 5 } }, 'ARGUMENTS_INVALID'],
  ])('refuses the question %s %j', (query, args, code) => {
    expect(() => ask(chain, query, args)).toThrow(expect.objectContaining({ code }));
  });

  it('answers with its rules, and with all that forms and routes are drawn from', () => {
    expect(ask(chain, 'rules', {})).toEqual(loanPackage());
    const drawn = surface({ package: loanPackage() });
    expect(Object.entries(drawn.acts).map(([name, { who }]) => [name, who])).toEqual([['add', { roles: ['keeper'] }], ['lend', 'members'], ['giveBack', 'anyone']]);
    expect(drawn.errors['TOO_LONG']).toEqual({ status: 422, words: { en: 'A month at most.', zh: 'A month at most.' } });
    expect(drawn.records['tool']!.states).toEqual({ inStore: { title: { en: 'In store', zh: 'In store' } }, lent: { title: { en: 'Lent', zh: 'Lent' } } });
    expect(JSON.parse(JSON.stringify(drawn))).toEqual(drawn);
  });

  it('comes to the same state root whatever the zone of the machine', () => {
    const roots = ['UTC', 'Asia/Kathmandu', 'America/St_Johns'].map((zone) => {
      const before = process.env['TZ'];
      process.env['TZ'] = zone;
      const other = chainOf(loanPackage(), { kim: ['keeper'], ann: [] });
      act(other, 'kim', add('drill'));
      act(other, 'ann', { command: 'lend', key: 'drill', data: { to: 'bob', until: until(3) } });
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
      return toHex(other.stateRoot);
    });
    expect(new Set(roots).size).toBe(1);
  });
});

describe('product traceability', () => {
  const book = templatePackage('product-traceability');
  const chain = chainOf(book, { ann: ['recorder'] });
  const capture = (data: Json): ReturnType<typeof act> => act(chain, 'ann', { command: 'capture', data });

  it.each(epcisDocuments().map(({ name, document }) => [name, document] as const))('captures %s, each event under its CBV hash', (_name, document) => {
    const result = capture(document);
    expect([result.code, result.facts]).toEqual([undefined, {}]);
    for (const event of eventsOf(document)) {
      const whole = standalone(event, document);
      expect(ask(chain, 'ask', { query: 'event', args: { hash: eventHash(whole) } })).toMatchObject({ records: [{ type: 'event', key: eventHash(whole), data: { type: event['type'] } }] });
    }
  });

  it('keeps a single event as it came, sensor values with fractions too', () => {
    const event = { '@context': 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', type: 'ObjectEvent', eventTime: '2026-05-01T10:00:00Z', eventTimeZoneOffset: '+00:00', action: 'OBSERVE', epcList: [], readPoint: { id: 'urn:epc:id:sgln:9521141.11111.0' },
      sensorElementList: [{ sensorReport: [{ type: 'Temperature', value: 26.5, uom: 'CEL' }, { type: 'Temperature', value: 1e-7, uom: 'CEL' }] }] };
    const result = capture(event);
    expect(result.accepted).toBe(true);
    const key = (result.events[0]!.data as { key: string }).key;
    expect(ask(chain, 'record', { type: 'event', key })).toMatchObject({ data: event, state: 'recorded' });
  });

  it('accepts an event again and leaves it as it is; a declaration of error changes it', () => {
    const event = { '@context': 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', type: 'ObjectEvent', eventTime: '2026-05-02T10:00:00Z', eventTimeZoneOffset: '+00:00', action: 'OBSERVE', epcList: ['urn:epc:id:sgtin:9521141.012345.77'] };
    const key = (capture(event).events[0]!.data as { key: string }).key;
    expect(capture({ ...event, eventID: 'urn:uuid:00000000-0000-4000-8000-000000000001' })).toMatchObject({ accepted: true, events: [{ name: 'recordKept', data: { key } }] });
    expect(capture({ ...event, errorDeclaration: { declarationTime: '2026-05-03T00:00:00Z', reason: 'did_not_occur' } })).toMatchObject({ accepted: true, events: [{ name: 'recordChanged', data: { key, state: 'declaredInError', version: 2 } }] });
    expect(capture(event)).toMatchObject({ events: [{ name: 'recordKept' }] });
  });

  it('records all events of a document or none, and says which one is wrong', () => {
    const document = structuredClone(epcisDocuments().find(({ name }) => name === 'packing-and-shipping.json')!.document) as unknown as { epcisBody: { eventList: Record<string, Json>[] } };
    document.epcisBody.eventList.forEach((event) => (event['eventTime'] = '2026-05-09T10:00:00Z'));
    delete document.epcisBody.eventList[1]!['action'];
    expect(capture(document as unknown as Json)).toMatchObject({ code: 'DATA_INVALID', facts: { path: '/epcisBody/eventList/1/action', reason: 'is missing' } });
    document.epcisBody.eventList[1]!['action'] = 'OBSERVE';
    document.epcisBody.eventList[1]!['mine:colour'] = 'red';
    expect(capture(document as unknown as Json)).toMatchObject({ code: 'EPCIS_PREFIX_UNKNOWN', facts: { path: '/epcisBody/eventList/1/mine:colour', prefix: 'mine' } });
    const [first] = document.epcisBody.eventList;
    expect(ask(chain, 'ask', { query: 'event', args: { hash: eventHash(standalone(first!, document as unknown as JsonObject)) } })).toEqual({ records: [] });
  });

  it.each<[string, (event: Record<string, Json>) => void, string]>([
    ['a time without offset', (event) => (event['eventTime'] = '2026-05-01T10:00:00'), '/epcisBody/eventList/0/eventTime'],
    ['an unknown step', (event) => (event['bizStep'] = 'juggling'), '/epcisBody/eventList/0/bizStep'],
    ['an item that is no URI', (event) => (event['epcList'] = ['urn:epc:id:sgtin:9521141.012345.1', 'not a uri']), '/epcisBody/eventList/0/epcList/1'],
    ['an item named twice', (event) => (event['epcList'] = ['urn:a:1', 'urn:a:1']), '/epcisBody/eventList/0/epcList/1'],
    ['a field of nobody', (event) => (event['colour'] = 'red'), '/epcisBody/eventList/0/colour'],
    ['an impossible offset', (event) => (event['eventTimeZoneOffset'] = '+15:00'), '/epcisBody/eventList/0/eventTimeZoneOffset'],
    ['a sensor value as text', (event) => (event['sensorElementList'] = [{ sensorReport: [{ type: 'Temperature', value: '26.5' }] }]), '/epcisBody/eventList/0/sensorElementList/0/sensorReport/0/value'],
  ])('refuses a document with %s at the place that is wrong', (_name, spoil, path) => {
    const document = structuredClone(epcisDocuments().find(({ name }) => name === 'harvest.json')!.document) as unknown as { epcisBody: { eventList: Record<string, Json>[] } };
    spoil(document.epcisBody.eventList[0]!);
    expect(capture(document as unknown as Json)).toMatchObject({ code: 'DATA_INVALID', facts: { path, reason: expect.stringMatching(/^(must|is)/) } });
  });

  it('refuses a small document that would become large on the chain', () => {
    const events = Array.from({ length: 50 }, (_, i) => ({ type: 'ObjectEvent', eventTime: '2026-05-10T10:00:00Z', eventTimeZoneOffset: '+00:00', action: 'OBSERVE', epcList: [`urn:big:${i}`] }));
    const context = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`p${i}`, `https://example.com/${'x'.repeat(60)}/${i}`]));
    const document = { '@context': context, type: 'EPCISDocument', schemaVersion: '2.0', creationDate: '2026-05-10T11:00:00Z', epcisBody: { eventList: events } };
    expect(capture(document)).toMatchObject({ code: 'RECORDS_TOO_LARGE', facts: { bytes: expect.any(Number) } });
    expect(capture({ ...document, epcisBody: { eventList: [] } })).toMatchObject({ code: 'ITEMS_COUNT', facts: { count: 0, path: '/epcisBody/eventList' } });
  });

  it('traces an item through its events and what it was packed into and made into', () => {
    const trace = (epc: string): { records: StoredRecord[]; linked: { value: string; records: StoredRecord[] }[] } => ask(chain, 'ask', { query: 'trace', args: { epc } }) as never;
    const { records, linked } = trace('https://id.example.com/01/09521141123454/21/1001');
    expect(records.map(({ data }) => data['bizStep'])).toEqual(['commissioning', 'unpacking', 'commissioning', 'packing', 'commissioning']);
    expect(linked.map(({ value }) => value)).toEqual(['https://id.gs1.org/01/09521141543214/10/R-0426', 'https://id.gs1.org/00/195211412345678900', 'https://id.gs1.org/01/09521141111116/10/CH-0226']);
    expect(linked[1]!.records.map(({ data }) => data['bizStep'])).toEqual(['receiving', 'shipping']);
    expect(trace('urn:epc:id:sgtin:9521141.012345.1001')).toEqual({ records, linked });
  });

  it('finds events by step and place, however these are written', () => {
    const count = (query: string, args: Json): number => (ask(chain, 'ask', { query, args }) as unknown as { records: StoredRecord[] }).records.length;
    expect(count('byStep', { step: 'unpacking' })).toBe(1);
    expect(count('byStep', { step: 'https://ref.gs1.org/cbv/BizStep-unpacking' })).toBe(1);
    expect(count('byPlace', { place: 'urn:epc:id:sgln:9521141.33333.0' })).toBe(3);
    expect(count('byPlace', { place: 'urn:epc:id:sgln:9521141.99999.0' })).toBe(0);
  });
});

describe('data confirmation', () => {
  const chain = chainOf(templatePackage('data-confirmation'), { ann: [], nora: ['notary'], bob: [] });
  const hash = 'ab'.repeat(32);
  const claim = { command: 'claim', data: { hash, salted: true, title: 'Deed 7' } };

  it('goes from claimed to confirmed to revoked, and says who did what', () => {
    expect(act(chain, 'ann', claim).accepted).toBe(true);
    expect(act(chain, 'ann', { command: 'confirm', data: { hash } })).toMatchObject({ code: 'NOT_PERMITTED', facts: { needs: 'notary' } });
    expect(act(chain, 'bob', { command: 'revoke', data: { hash, reason: 'not mine' } })).toMatchObject({ code: 'NOT_CLAIMANT_OR_NOTARY', facts: { claimant: hex('ann') } });
    expect(act(chain, 'nora', { command: 'confirm', data: { hash, statement: 'seen' } })).toMatchObject({ accepted: true, events: [{ name: 'recordChanged' }, { name: 'announced', data: { event: 'documentConfirmed', data: { hash, claimant: hex('ann') } } }] });
    expect(act(chain, 'nora', { command: 'confirm', data: { hash } })).toMatchObject({ code: 'WRONG_STATE', facts: { state: 'confirmed', needs: 'claimed' } });
    expect(act(chain, 'nora', { command: 'revoke', data: { hash, reason: 'found forged' } }).accepted).toBe(true);
    expect(act(chain, 'ann', claim)).toMatchObject({ code: 'RECORD_EXISTS', facts: { state: 'revoked' } });
    expect(ask(chain, 'ask', { query: 'document', args: { hash } })).toMatchObject({
      records: [{ state: 'revoked', version: 3, data: { title: 'Deed 7', confirmation: { by: hex('nora'), statement: 'seen' }, revocation: { by: hex('nora'), reason: 'found forged' } } }],
    });
  });

  it('refuses what is no hash', () => {
    expect(act(chain, 'ann', { command: 'claim', data: { ...claim.data, hash: 'AB'.repeat(32) } })).toMatchObject({ code: 'DATA_INVALID', facts: { path: '/hash' } });
    expect(act(chain, 'ann', { command: 'confirm', data: { hash: 'cd'.repeat(32) } })).toMatchObject({ code: 'NOT_PERMITTED' });
    expect(act(chain, 'nora', { command: 'confirm', data: { hash: 'cd'.repeat(32) } })).toMatchObject({ code: 'RECORD_NOT_FOUND' });
  });
});
