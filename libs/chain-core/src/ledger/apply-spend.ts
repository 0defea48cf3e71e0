import type { SealedTransaction } from '../protocol/transaction';
import type { Overlay } from '../state/overlay';
import { putOutput } from './held-outputs';
import { outputKey } from './kernel-stores';

/** Takes the spent outputs out of the state and puts the new ones in. What is retired goes nowhere. */
export function applySpend(state: Overlay, { body, txId }: SealedTransaction): void {
  for (const input of body.inputs) if (input.kind === 'spend') state.delete(outputKey(input.outPoint));
  for (let index = 0; index < body.outputs.length; index += 1) {
    const output = body.outputs[index]!;
    if (output.lock.kind !== 'retire') putOutput(state, { txId, index }, output);
  }
}
