export * from './define-module';
export type { Json, JsonObject } from '../protocol/genesis';
export { refuse, Refusal } from '../primitives/refusal';
export { compareBytes, concatBytes, equalBytes, fromHex, toHex, utf8 } from '../primitives/bytes';
export type { Bytes, Hash, PublicKey } from '../primitives/bytes';
export { canonicalJson, canonicalText, parseCanonicalJson, parseStrictJson } from '../codec/json';
export { hash, taggedHash } from '../crypto/hash';
export { compileSchema, type SchemaCheck, type SchemaFault, type SchemaOptions } from './compile-schema';
export { linearPattern, type LinearPattern } from './linear-pattern';
/** Ed25519 by the chain's own rule (libsodium's): nothing else may judge such a signature. */
export { isPublicKey, verify as verifyEd25519 } from '../crypto/sign';
export { AMOUNT_MAX } from '../codec/writer';
export { assetId } from '../protocol/ids';
export { moduleLock, readModuleLock, type ModuleLock } from '../protocol/module-lock';
export type { Input, OutPoint, Output, Transaction, TransactionBody } from '../protocol/transaction';
