import { ReceiptInvalid, type StateProofInvalid } from './verify-offline';

/** Why a receipt, or a proof about the state, proves nothing, for people. */
export function describeFailure(invalid: ReceiptInvalid | StateProofInvalid): string {
  const { field, message } = invalid;
  return `✗ The ${invalid instanceof ReceiptInvalid ? 'receipt' : 'proof'} does NOT hold${field ? ` (${field})` : ''}: ${message.startsWith('is ') ? `it ${message}` : message}.\nIt proves nothing.`;
}
