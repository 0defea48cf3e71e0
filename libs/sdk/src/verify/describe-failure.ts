import type { ReceiptInvalid } from './verify-offline';

/** Why a receipt proves nothing, for people. */
export function describeFailure({ field, message }: ReceiptInvalid): string {
  return `✗ The receipt does NOT hold${field ? ` (${field})` : ''}: ${message}.\nIt proves nothing.`;
}
