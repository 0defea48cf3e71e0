export * from './define-module';
export type { Json, JsonObject } from '../protocol/genesis';
export { refuse, Refusal } from '../primitives/refusal';
export { compareBytes, concatBytes, equalBytes, fromHex, toHex, utf8 } from '../primitives/bytes';
export type { Bytes, Hash, PublicKey } from '../primitives/bytes';
export { canonicalJson, parseCanonicalJson } from '../codec/json';
export { hash } from '../crypto/hash';
