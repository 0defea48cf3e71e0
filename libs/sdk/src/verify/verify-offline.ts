import { parseStrictJson } from '@bystack/chain-core/codec/json';
import { verifyStateEvidence, type VerifiedState } from '@bystack/chain-core/light';
import type { Json } from '@bystack/chain-core/primitives/json';
import { Refusal } from '@bystack/chain-core/primitives/refusal';
import { LIMITS } from '@bystack/chain-core/protocol/limits';
import { trustInGenesis } from '@bystack/chain-core/protocol/verify-certified';
import { verifyReceipt, type VerifiedReceipt } from '@bystack/chain-core/protocol/verify-receipt';
import type { Trust } from './read-trust';

/** The receipt does not hold; `field` is where in it, the message says why. */
export class ReceiptInvalid extends Error {
  readonly code = 'RECEIPT_INVALID';

  constructor(readonly field: string, reason: string) {
    super(reason);
    this.name = 'ReceiptInvalid';
  }
}

/** The proof about the state does not hold; `field` is where in it, the message says why. */
export class StateProofInvalid extends Error {
  readonly code = 'STATE_PROOF_INVALID';

  constructor(readonly field: string, reason: string) {
    super(reason);
    this.name = 'StateProofInvalid';
  }
}

/** Checks a receipt with nothing but the trusted genesis document. @param text contents of the receipt's file @throws ReceiptInvalid */
export function verifyOffline(text: string, trust: Trust): VerifiedReceipt {
  return checked(text, (value) => verifyReceipt(value, trust.genesis), ReceiptInvalid);
}

/** Checks a proof about the state in the same way. @throws StateProofInvalid */
export function verifyStateOffline(text: string, trust: Trust): VerifiedState {
  return checked(text, (value) => verifyStateEvidence(value, trustInGenesis(trust.genesis)), StateProofInvalid);
}

/** Whether a file says of itself that it is a proof about the state rather than a receipt. */
export function isStateProof(text: string): boolean {
  return /"format"\s*:\s*"bystack-state-proof\//.test(text.slice(0, 4096));
}

function checked<T>(text: string, verify: (value: Json) => T, Invalid: new (field: string, reason: string) => Error): T {
  try {
    return verify(parseStrictJson(text, { depthMax: 8, bytesMax: LIMITS.receiptBytesMax }));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { field = '', reason = error.code } = error.facts;
    if (error.code === 'RECEIPT_INVALID' || error.code === 'STATE_PROOF_INVALID') throw new Invalid(String(field), String(reason));
    throw new Invalid('', `the file is not JSON: ${String(reason)}`);
  }
}
