import { randomBytes } from 'node:crypto';
import type { Json } from '@bystack/api';
import { canonicalJson } from '@bystack/chain-core/codec/json';
import { sign, type KeyPair } from '@bystack/chain-core/crypto/sign';
import { fromHex, type Bytes } from '@bystack/chain-core/primitives/bytes';
import { Refusal } from '@bystack/chain-core/primitives/refusal';
import { encodeBody, sealTransaction } from '@bystack/chain-core/protocol/codec';
import { transactionId, transactionSigningBytes } from '@bystack/chain-core/protocol/ids';
import type { SealedTransaction, TransactionBody } from '@bystack/chain-core/protocol/transaction';
import { fail } from '../../platform/errors';
import { GATEWAY_LIMITS } from './limits';

export interface CallToSign {
  readonly chainId: string;
  readonly module: string;
  readonly command: string;
  readonly payload: Json;
}

/** One call, signed by one key. */
export function signCall({ chainId, module, command, payload }: CallToSign, keys: KeyPair, nowMs: number): SealedTransaction {
  return signBody(chainId, { calls: [{ module, command, actor: keys.publicKey, payload: bytesOf(payload) }] }, keys, nowMs);
}

/** Signed by one key, good for the next two minutes. Sending the same bytes again is harmless; signing again would not be. */
export function signBody(chainId: string, parts: Partial<TransactionBody>, keys: KeyPair, nowMs: number): SealedTransaction {
  const validFromMs = nowMs - GATEWAY_LIMITS.windowPastMs;
  const body: TransactionBody = { validFromMs, validUntilMs: validFromMs + GATEWAY_LIMITS.windowMs, salt: randomBytes(6).readUIntBE(0, 6), inputs: [], outputs: [], calls: [], ...parts };
  const chain = fromHex(chainId, 32);
  if (!chain) throw new Error('a chain id is 32 bytes in hex');
  const signature = sign(transactionSigningBytes(chain, transactionId(encodeBody(body))), keys);
  return sealTransaction({ body, signatures: [{ publicKey: keys.publicKey, signature }] });
}

/** A body may be nested deeper than what a chain keeps: that is the caller's mistake, at a place in the payload. */
function bytesOf(payload: Json): Bytes {
  try {
    return canonicalJson(payload as never);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return fail('MALFORMED_JSON', { facts: error.facts, field: `/payload${String(error.facts.path ?? '')}` });
  }
}
