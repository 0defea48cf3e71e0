import type { TransactionBody } from '../protocol/transaction';
import type { Overlay } from '../state/overlay';
import type { Balance } from './balance';
import { putOutput } from './held-outputs';
import { KERNEL } from './kernel-stores';
import { bindOpenInputs, type Taken } from './open-inputs';
import type { EffectQueue } from './own-outputs';

interface Traces {
  readonly taken: Taken;
  readonly balance: Balance;
  readonly effects: EffectQueue;
}

/** When all calls have run: makes the outputs that open inputs are bound to. They are an effect of the kernel, the last one, so that the result says what came of each. Refuses as `bindOpenInputs`. */
export function payOpenInputs(state: Overlay, body: TransactionBody, { taken, balance, effects }: Traces): void {
  const created = bindOpenInputs(body, taken);
  if (created.length === 0) return;
  created.forEach((output, place) => {
    balance.out(output.assetId, output.value);
    putOutput(state, { txId: effects.txId, index: effects.index + place }, output);
  });
  effects.add({ module: KERNEL, spent: [], created });
}
