import type { HeldOutputView } from '@bystack/api';
import { ProblemError } from '../../platform/errors';
import { chooseOutputs } from './choose-outputs';

const outputs = (...amounts: number[]): HeldOutputView[] => amounts.map((amount, index) => ({ txId: 'a'.repeat(64), index, amount: String(amount), threshold: 1, keys: ['b'.repeat(64)] }));
function chosen(amounts: number[], amount: bigint, busy?: bigint): unknown {
  try {
    const { outputs: taken, change } = chooseOutputs(outputs(...amounts), amount, busy);
    return [taken.map((output) => Number(output.amount)), change];
  } catch (error) {
    if (error instanceof ProblemError) return [error.problem.code, error.problem.facts];
    throw error;
  }
}

describe('choosing what to spend', () => {
  it.each<[number[], bigint, unknown, bigint?]>([
    [[5], 5n, [[5], 0n]],
    [[1, 9, 4], 10n, [[9, 4], 3n]],
    [[3, 3, 3], 7n, [[3, 3, 3], 2n]],
    [[], 1n, ['HOLDING_TOO_SMALL', { available: '0', needed: '1' }]],
    [[2, 2], 5n, ['HOLDING_TOO_SMALL', { available: '4', needed: '5' }]],
    [Array.from({ length: 257 }, () => 1), 257n, ['HOLDING_SCATTERED', { reachable: '256' }]],
    [[2], 5n, ['OUTPUTS_BUSY', { available: '2', needed: '5' }], 3n],
    [[2], 5n, ['HOLDING_TOO_SMALL', { available: '2', needed: '5' }], 2n],
  ])('of %j for %s', (...[amounts, amount, expected, busy]) => expect(chosen(amounts, amount, busy)).toEqual(expected));
});
