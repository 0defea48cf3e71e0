import { parseStrictJson } from '@bystack/chain-core/codec/json';
import { verifyStateEvidence, verifyWorkStateEvidence, type VerifiedState, type VerifiedWorkState } from '@bystack/chain-core/light';
import type { Json } from '@bystack/chain-core/primitives/json';
import { Refusal } from '@bystack/chain-core/primitives/refusal';
import { LIMITS } from '@bystack/chain-core/protocol/limits';
import { trustInGenesis } from '@bystack/chain-core/protocol/verify-certified';
import { verifyReceipt, verifyWorkReceipt, type VerifiedReceipt, type VerifiedWorkReceipt } from '@bystack/chain-core/protocol/verify-receipt';
import { trustWorkFrom, type WorkTrust } from '@bystack/chain-core/protocol/pow/chain-of-work';
import { anotherChain } from './another-chain';
import { otherKind } from './kind-of-file';
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

/** Checks a receipt with nothing but what is trusted. @param text contents of the receipt's file @throws ReceiptInvalid */
export function verifyOffline(text: string, trust: Trust): VerifiedReceipt | VerifiedWorkReceipt {
  if (!showsWork(text)) return checked(text, trust, (value) => verifyReceipt(value, trust.genesis), ReceiptInvalid);
  return checked(text, trust, (value) => verifyWorkReceipt(value, workTrust(trust)), ReceiptInvalid);
}

/** Checks a proof about the state in the same way. @throws StateProofInvalid */
export function verifyStateOffline(text: string, trust: Trust): VerifiedState | VerifiedWorkState {
  if (!showsWork(text)) return checked(text, trust, (value) => verifyStateEvidence(value, trustInGenesis(trust.genesis)), StateProofInvalid);
  return checked(text, trust, (value) => verifyWorkStateEvidence(value, workTrust(trust)), StateProofInvalid);
}

/** Whether a file says of itself that it is a proof about the state rather than a receipt. */
export function isStateProof(text: string): boolean {
  return /"format"\s*:\s*"bystack-(work-)?state-proof\//.test(text.slice(0, 4096));
}

/** Whether a file says of itself that it carries work rather than a certificate. */
function showsWork(text: string): boolean {
  return /"format"\s*:\s*"bystack-work-/.test(text.slice(0, 4096));
}

/** Where evidence of another chain is refused first. */
const OF_CHAIN = new Set(['format', 'chainId']);

function workTrust({ genesis, checkpoint }: Trust): WorkTrust {
  return trustWorkFrom(genesis, checkpoint?.anchor);
}

function checked<T>(text: string, trust: Trust, verify: (value: Json) => T, Invalid: new (field: string, reason: string) => Error): T {
  try {
    return verify(parseStrictJson(text, { depthMax: 8, bytesMax: LIMITS.receiptBytesMax }));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const other = otherKind(text, 'receipt', 'state-proof');
    if (other !== undefined) throw new Invalid('', `it is ${other}, and neither a receipt nor a proof`);
    const { field = '', reason = error.code } = error.facts;
    const another = OF_CHAIN.has(String(field)) ? anotherChain(text, showsWork(text), trust) : undefined;
    if (another !== undefined) throw new Invalid('chainId', another);
    if (error.code === 'RECEIPT_INVALID' || error.code === 'STATE_PROOF_INVALID') throw new Invalid(String(field), String(reason));
    // That deep is no evidence, whatever else it is.
    throw new Invalid('', `${reason === 'nested too deeply' ? 'it is neither a receipt nor a proof' : 'the file is not JSON'}: ${String(reason)}`);
  }
}
