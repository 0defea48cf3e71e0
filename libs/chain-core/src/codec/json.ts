import type { Bytes } from '../primitives/bytes';
import { utf8 } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { canonicalText } from './canonical-text';
import { JSON_LIMITS, type JsonLimits } from './limits';
import { malformedJson } from './malformed';
import { decodeUtf8 } from './utf8-text';

export { canonicalText } from './canonical-text';
export { parseStrictJson } from './strict-json';
export { JSON_LIMITS, type JsonLimits } from './limits';

/** RFC 8785 bytes of a value. Refuses what `canonicalText` refuses. */
export function canonicalJson(value: Json): Bytes {
  return utf8(canonicalText(value));
}

/**
 * The value whose RFC 8785 form these bytes are; anything else is refused (MALFORMED_JSON), so one value has one byte string.
 * JSON.parse may be used here because whatever it forgives (duplicate keys, rounded numbers, spaces) changes the canonical text.
 */
export function parseCanonicalJson(bytes: Bytes, limits: JsonLimits = JSON_LIMITS): Json {
  if (bytes.length > limits.bytesMax) malformedJson('text is too large');
  const text = decodeUtf8(bytes);
  if (text === undefined) malformedJson('text is not UTF-8');
  const value = parse(text);
  if (canonicalText(value, limits.depthMax) !== text) malformedJson('not in canonical form (RFC 8785)');
  return value;
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return malformedJson('not JSON');
  }
}
