import { tmpdir } from 'node:os';
import type { ChainView, Json, JsonObject, Problem, Template } from '@bystack/api';
import { ApiProblem, readTrust, verifyOffline, whatWasProved, type BystackClient, type Trust } from '@bystack/sdk';
import { Person } from '../support/person';
import { startStack, type Stack } from '../support/stack';
import { capture, epcisDocuments, hasGs1Examples, observation, TEMPLATE, traceabilityChain } from '../support/traceability';

let stack: Stack;
let client: BystackClient;
let chain: ChainView;
let trust: Trust;
let person: Person;

beforeAll(async () => {
  stack = await startStack();
  const { client: theirs, apiKey } = await stack.owner();
  client = theirs;
  person = new Person(stack, apiKey, tmpdir());
  chain = await traceabilityChain(client, 'EPCIS');
  trust = readTrust(await client.chains.genesis(chain.chainId));
}, 300_000);
afterAll(() => stack?.stop(), 120_000);

const documents = epcisDocuments();
if (!hasGs1Examples) console.warn('GS1’s example documents (../shared/vectors/epcis/examples) are not here: the project’s own samples are used instead');

test.each(documents)('%s is accepted, and its receipt holds offline', async (_name, document) => {
  const recorded = await capture(client, chain.chainId, document);
  expect(recorded).toMatchObject({ state: 'final', outcome: { kind: 'accepted' } });
  const receipt = await client.chains.receipt(chain.chainId, recorded.txId);
  const proved = whatWasProved(verifyOffline(JSON.stringify(receipt), trust), trust);
  expect(proved).toMatchObject({ txId: recorded.txId, outcome: 'accepted', signers: [recorded.signer], certificate: { seats: 4, quorum: 3 } });
  expect(proved.calls[0].payload).toMatchObject({ command: 'capture', data: document });
});

/** The document with something wrong at one place. */
type Break = readonly [what: string, at: string, change: (event: Record<string, Json>) => void];
const breaks: readonly Break[] = [
  ['an action EPCIS does not have', '/epcisBody/eventList/0/action', (event) => (event.action = 'THROW')],
  ['a time that is none', '/epcisBody/eventList/0/eventTime', (event) => (event.eventTime = 'yesterday')],
  ['a time zone that is none', '/epcisBody/eventList/0/eventTimeZoneOffset', (event) => (event.eventTimeZoneOffset = 'CET')],
  ['an item list that is no list', '/epcisBody/eventList/0/epcList', (event) => (event.epcList = 'urn:epc:id:sgtin:1.2.3')],
  ['a missing type', '/epcisBody/eventList/0', (event) => delete event.type],
];

test.each(breaks)('%s is refused with the path that is wrong', async (_what, at, change) => {
  const document = JSON.parse(JSON.stringify(observation(1))) as { epcisBody: { eventList: Record<string, Json>[] } } & JsonObject;
  change(document.epcisBody.eventList[0]);
  expect(await refusedAt(document)).toContain(at);
});

test.each([['null', null], ['text', 'EPCIS'], ['a list', []], ['an empty object', {}]])('%s instead of a document is refused', async (_what, document) => {
  expect(await refusedAt(document as Json)).not.toBe('accepted');
});

test('an item is traced through every event that names it', async () => {
  const epc = 'urn:epc:id:sgtin:9521141.012345.777';
  const steps = ['commissioning', 'shipping', 'receiving'];
  for (const [hour, bizStep] of steps.entries()) {
    const document = JSON.parse(JSON.stringify(observation(777))) as { epcisBody: { eventList: Record<string, Json>[] } } & JsonObject;
    Object.assign(document.epcisBody.eventList[0], { bizStep, eventTime: `2026-01-02T0${hour}:00:00.000Z` });
    expect(await capture(client, chain.chainId, document)).toMatchObject({ outcome: { kind: 'accepted' } });
  }
  const rules = client.chain(chain.chainId).module('rule-book@2.0.0');
  const { answer } = await rules.query('ask', { query: 'trace', args: { epc } });
  const found = JSON.stringify(answer);
  for (const step of steps) expect(found).toContain(step);
  expect(JSON.stringify((await rules.query('ask', { query: 'trace', args: { epc: `${epc}9` } })).answer)).not.toContain('shipping');
});

describe('a lot', () => {
  const lot = 'urn:epc:class:lgtin:9521141.011111.CH-0226';
  const picked = (quantity: Json, uom?: string): JsonObject => {
    const document = JSON.parse(JSON.stringify(observation(2))) as { epcisBody: { eventList: Record<string, Json>[] } } & JsonObject;
    Object.assign(document.epcisBody.eventList[0], { epcList: [], action: 'ADD', bizStep: 'commissioning', quantityList: [{ epcClass: lot, quantity, ...(uom !== undefined && { uom }) }] });
    return document;
  };
  const AT = '/epcisBody/eventList/0/quantityList/0';
  const act = (document: JsonObject): string => JSON.stringify({ command: 'capture', data: document });

  test('is recorded with its quantity from the command line, too, and traced with it', async () => {
    await person.bystack('submit', 'EPCIS', 'rule-book', 'act', '--payload', act(picked(1260.5, 'KGM')));
    const traced = await person.bystack('query', 'EPCIS', 'rule-book', 'ask', '--args', JSON.stringify({ query: 'trace', args: { epc: lot } }));
    expect(JSON.parse(traced)).toMatchObject({ records: [{ package: 'product-traceability@1.1.0', data: { quantityList: [{ epcClass: lot, quantity: 1260.5, uom: 'KGM' }] } }] });
  });

  test.each<[string, JsonObject, string, RegExp]>([
    ['less than nothing', picked(-5, 'KGM'), `${AT}/quantity`, /must be more than 0/],
    ['no piece', picked(0), `${AT}/quantity`, /must be more than 0/],
    ['half a piece', picked(0.5), `${AT}/quantity`, /must be a whole number/],
    ['a unit that is none', picked(5, 'XYZ'), `${AT}/uom`, /must be a code such as KGM for Kilograms \(kg\), GRM for /],
  ])('of %s is refused with a code, a sentence and the field, over REST and on the command line', async (_what, document, at, sentence) => {
    const { status, body } = await person.ask<Problem>('POST', `/chains/${chain.chainId}/submissions`, { module: 'rule-book', command: 'act', payload: { command: 'capture', data: document } });
    expect([status, body]).toMatchObject([422, { code: 'DATA_INVALID', field: `/payload/data${at}`, detail: expect.stringMatching(sentence) as string }]);
    const { exit, err } = await person.tries('submit', 'EPCIS', 'rule-book', 'act', '--payload', act(document));
    expect([exit === 0, err]).toEqual([false, expect.stringMatching(sentence)]);
    expect(err).toContain(at);
  });
});

test('new chains are made from the newest version of a template; those before can be looked at', async () => {
  const versionsOf = (items: readonly Template[]) => items.filter(({ name }) => name === TEMPLATE).map(({ version }) => version);
  expect(versionsOf((await client.catalogue.templates()).items)).toEqual(['1.1.0']);
  expect(versionsOf((await client.catalogue.templates('all')).items)).toEqual(['1.1.0', '1.0.0']);
  expect(await client.catalogue.template(TEMPLATE, '1.0.0')).toMatchObject({ version: '1.0.0', slots: { contract: { params: { package: { version: '1.0.0' } } } } });
  await expect(client.catalogue.template(TEMPLATE, '0.9.0')).rejects.toMatchObject({ problem: { code: 'NOT_FOUND' } });
  expect(await person.bystack('templates', 'list', '--all')).toMatch(/product-traceability +1\.1\.0[^]*product-traceability +1\.0\.0/);
  expect(chain.template).toMatchObject({ name: TEMPLATE, version: '1.1.0' });
});

/** Where the chain says the document is wrong, whichever of the two doors it was stopped at. */
async function refusedAt(document: Json): Promise<string> {
  try {
    const { outcome } = await capture(client, chain.chainId, document);
    return outcome?.kind === 'refused' ? JSON.stringify(outcome.facts) : 'accepted';
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    expect(error.status).toBeGreaterThanOrEqual(400);
    expect(error.status).toBeLessThan(500);
    return `${error.field ?? ''} ${JSON.stringify(error.problem.facts ?? {})}`;
  }
}
