import type { HeldOutputView } from '@bystack/api';
import { fail } from '../../platform/errors';
import { ASSET_LIMITS } from './limits';

export interface Chosen {
  readonly outputs: readonly HeldOutputView[];
  /** Beyond the amount, to be given back. */
  readonly change: bigint;
}

/**
 * Outputs that cover an amount: the largest first, so that they are few.
 * Refuses OUTPUTS_BUSY {available, needed} if it would do with what is under way; HOLDING_TOO_SMALL {available, needed}; HOLDING_SCATTERED {reachable} if it would take more of them than a transaction has inputs.
 * @param busy what others are about to spend: what is left of it comes back
 */
export function chooseOutputs(spendable: readonly HeldOutputView[], amount: bigint, busy = 0n): Chosen {
  const largestFirst = [...spendable].sort((a, b) => (BigInt(a.amount) === BigInt(b.amount) ? 0 : BigInt(a.amount) > BigInt(b.amount) ? -1 : 1));
  const outputs: HeldOutputView[] = [];
  let sum = 0n;
  for (const output of largestFirst) {
    if (sum >= amount || outputs.length === ASSET_LIMITS.inputsMax) break;
    outputs.push(output);
    sum += BigInt(output.amount);
  }
  if (sum >= amount) return { outputs, change: sum - amount };
  const available = sumOf(spendable);
  if (available < amount) fail(available + busy < amount ? 'HOLDING_TOO_SMALL' : 'OUTPUTS_BUSY', { facts: { available: String(available), needed: String(amount) }, field: '/amount' });
  return fail('HOLDING_SCATTERED', { facts: { reachable: String(sum) }, field: '/amount' });
}

export function sumOf(outputs: readonly HeldOutputView[]): bigint {
  return outputs.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
}
