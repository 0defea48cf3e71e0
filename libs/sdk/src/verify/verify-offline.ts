import { parseStrictJson } from '@bystack/chain-core/codec/json';
import { Refusal } from '@bystack/chain-core/primitives/refusal';
import { LIMITS } from '@bystack/chain-core/protocol/limits';
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

/** Checks a receipt with nothing but the trusted genesis document. @param text contents of the receipt's file @throws ReceiptInvalid */
export function verifyOffline(text: string, trust: Trust): VerifiedReceipt {
  try {
    return verifyReceipt(parseStrictJson(text, { depthMax: 8, bytesMax: LIMITS.receiptBytesMax }), trust.genesis);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { field = '', reason = error.code } = error.facts;
    if (error.code === 'RECEIPT_INVALID') throw new ReceiptInvalid(String(field), String(reason));
    throw new ReceiptInvalid('', `the file is not JSON: ${String(reason)}`);
  }
}
