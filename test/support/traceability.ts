import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ChainView, Json, JsonObject, SubmissionView } from '@bystack/api';
import type { BystackClient } from '@bystack/sdk';

const ROOT = resolve(__dirname, '../..');
const GS1_EXAMPLES = resolve(ROOT, '../shared/vectors/epcis/examples');
const OWN_SAMPLES = join(ROOT, 'templates/product-traceability/samples');

export const TEMPLATE = 'product-traceability';

/** Whether GS1's own example documents are on this machine (they are not part of this project). */
export const hasGs1Examples = existsSync(GS1_EXAMPLES);

/** GS1's official EPCIS 2.0 documents where they are, else the project's own: [name, document]. */
export function epcisDocuments(): readonly [string, JsonObject][] {
  const folder = hasGs1Examples ? GS1_EXAMPLES : OWN_SAMPLES;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.json(ld)?$/.test(file)).sort();
  return files.map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8')) as JsonObject]);
}

/** A running traceability chain of this name. */
export async function traceabilityChain(client: BystackClient, name: string, validators = 4): Promise<ChainView> {
  const { chain, operation } = await client.chains.create({ name, template: TEMPLATE, validators });
  await client.operations.wait(operation.id);
  return client.chains.show(chain.chainId);
}

/** Records an EPCIS document and waits until it is final. */
export function capture(client: BystackClient, chainId: string, document: Json): Promise<SubmissionView> {
  return client.chains.submit(chainId, { module: 'rule-book', command: 'act', payload: { command: 'capture', data: document }, wait: 'final' });
}

/** A small valid document about one item; different numbers make different events. */
export function observation(number: number): JsonObject {
  const event = {
    type: 'ObjectEvent', eventTime: `2026-01-01T00:00:${String(number % 60).padStart(2, '0')}.000Z`, eventTimeZoneOffset: '+00:00', action: 'OBSERVE',
    epcList: [`urn:epc:id:sgtin:9521141.012345.${number}`], bizStep: 'receiving', disposition: 'in_progress',
  };
  return { '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'], type: 'EPCISDocument', schemaVersion: '2.0', creationDate: '2026-01-01T00:00:00Z', epcisBody: { eventList: [event] } };
}
