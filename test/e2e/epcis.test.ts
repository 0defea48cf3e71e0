import type { ChainView, Json, JsonObject } from '@bystack/api';
import { ApiProblem, readTrust, verifyOffline, whatWasProved, type BystackClient, type Trust } from '@bystack/sdk';
import { startStack, type Stack } from '../support/stack';
import { capture, epcisDocuments, hasGs1Examples, observation, traceabilityChain } from '../support/traceability';

let stack: Stack;
let client: BystackClient;
let chain: ChainView;
let trust: Trust;

beforeAll(async () => {
  stack = await startStack();
  ({ client } = await stack.owner());
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
