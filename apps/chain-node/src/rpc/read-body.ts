import type { IncomingMessage } from 'node:http';
import type { Json } from '@bystack/api';
import { JSON_LIMITS, parseStrictJson } from '@bystack/chain-core/codec/json';
import { decodeUtf8 } from '@bystack/chain-core/codec/utf8-text';
import { Refusal } from '@bystack/chain-core/primitives/refusal';
import { CHAIN_NODE } from '../limits';
import { fail } from './answer';

/** Reads a body of at most `bytesMax` bytes. */
export async function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) fail('BODY_TOO_LARGE', { facts: { limitBytes: bytesMax } });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bytesMax) fail('BODY_TOO_LARGE', { facts: { limitBytes: bytesMax } });
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

export function mediaType(request: IncomingMessage): string {
  return (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
}

/** JSON as the chain reads it: numbers it would not keep exactly are refused. An empty body is an empty object. */
export function parseBody(body: Buffer): Json {
  if (body.length === 0) return {};
  const text = decodeUtf8(body) ?? fail('MALFORMED_JSON', { detail: 'The request body is not UTF-8.' });
  try {
    return parseStrictJson(text, { ...JSON_LIMITS, bytesMax: CHAIN_NODE.bodyBytesMax });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { path, reason } = error.facts;
    return fail('MALFORMED_JSON', { facts: error.facts, detail: `The request body is not valid JSON: ${String(reason)}.`, ...(typeof path === 'string' && { field: path }) });
  }
}
