import type { WaitFor } from '@bystack/chain-core/node';
import type { Bytes, Hash } from '@bystack/chain-core/primitives/bytes';
import { fromHex } from '@bystack/chain-core/primitives/bytes';
import { CHAIN_NODE } from '../limits';
import { fail } from './answer';

/** What may stand in paths and queries; anything else is an INVALID_REQUEST that names it. */

export function integerParameter(query: URLSearchParams, name: string, range: { min: number; max: number; otherwise: number }): number {
  const text = query.get(name);
  if (text === null) return range.otherwise;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (!(value >= range.min && value <= range.max)) invalid(`/${name}`, `${name} must be a whole number from ${range.min} to ${range.max}`);
  return value;
}

/** `from`, on chains of proof of work: height of the block that headers in evidence begin after. */
export function anchorParameter(query: URLSearchParams): number | undefined {
  return query.has('from') ? integerParameter(query, 'from', { min: 0, max: Number.MAX_SAFE_INTEGER, otherwise: 0 }) : undefined;
}

export function waitParameters(query: URLSearchParams): { waitFor: WaitFor | 'none'; timeoutMs: number } {
  const waitFor = query.get('wait') ?? 'none';
  if (waitFor !== 'none' && waitFor !== 'head' && waitFor !== 'final') invalid('/wait', 'wait must be none, head or final');
  return { waitFor, timeoutMs: integerParameter(query, 'timeoutMs', { min: 0, max: CHAIN_NODE.waitMsMax, otherwise: CHAIN_NODE.waitMsDefault }) };
}

export function hashInPath(text: string, name: string): Hash {
  return fromHex(text, 32) ?? invalid(`/${name}`, `${name} must be 64 lower-case hexadecimal digits`);
}

export function hexInPath(text: string, name: string, bytesMax: number): Bytes {
  const bytes = text.length <= bytesMax * 2 ? fromHex(text) : undefined;
  return bytes ?? invalid(`/${name}`, `${name} must be at most ${bytesMax} bytes in lower-case hexadecimal`);
}

export function invalid(field: string, detail: string): never {
  return fail('INVALID_REQUEST', { field, detail: `${detail}.` });
}
