import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import { parseStrictJson } from '@bystack/chain-core/codec/json';
import { fail, problemError } from '../errors/problem-error';
import { HTTP_LIMITS } from './limits';

/**
 * Reads JSON bodies strictly: duplicate keys, `__proto__`, rounded integers and lone surrogates are refused instead of being silently
 * changed, because what arrives here may end up under a signature. `rawBody` keeps the bytes for the idempotency key's comparison.
 */
export async function readJsonBody(request: Request, _response: Response, next: NextFunction): Promise<void> {
  try {
    const bytes = await readBody(request);
    (request as { rawBody?: Buffer }).rawBody = bytes;
    request.body = bytes.length === 0 ? undefined : parse(request, bytes);
    next();
  } catch (error) {
    next(error);
  }
}

function readBody(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > HTTP_LIMITS.bodyBytesMax) return Promise.reject(refuseRest(request));
  return new Promise((settle, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= HTTP_LIMITS.bodyBytesMax) return void chunks.push(chunk);
      request.off('data', take);
      reject(refuseRest(request));
    };
    request
      .on('data', take)
      .once('end', () => settle(Buffer.concat(chunks)))
      .once('error', reject);
  });
}

/** The rest is read and thrown away for a while, so that the caller gets the answer instead of a reset connection. */
function refuseRest(request: IncomingMessage): Error {
  const timer = setTimeout(() => request.destroy(), 5_000).unref();
  request.once('close', () => clearTimeout(timer)).resume();
  return problemError('BODY_TOO_LARGE', { facts: { limitBytes: HTTP_LIMITS.bodyBytesMax } });
}

function parse(request: Request, bytes: Buffer): unknown {
  if (!/^application\/(json|[\w.+-]+\+json)\s*(;|$)/i.test(request.headers['content-type'] ?? '') || request.headers['content-encoding'])
    fail('UNSUPPORTED_MEDIA_TYPE');
  const text = decode(bytes);
  try {
    return parseStrictJson(text, { depthMax: HTTP_LIMITS.jsonDepthMax, bytesMax: HTTP_LIMITS.bodyBytesMax });
  } catch (error) {
    const { facts } = error as { facts?: Readonly<Record<string, string | number>> };
    return fail('MALFORMED_JSON', { facts: facts ?? { reason: 'not JSON' } });
  }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return fail('MALFORMED_JSON', { facts: { reason: 'text is not UTF-8' } });
  }
}
