import { toHex } from '@bystack/chain-core/primitives/bytes';
import type { Input, Lock, Output, OutPoint } from '@bystack/chain-core/protocol/transaction';

/** An unspent output that the builder may use up. */
export interface Spendable {
  readonly outPoint: OutPoint;
  readonly assetId: Uint8Array;
  readonly amount: bigint;
}
/** So much of an asset must come in. */
interface Needed {
  readonly assetId: Uint8Array;
  readonly amount: bigint;
}

/** What is spendable does not cover what is to be paid. */
export class NotEnough extends Error {
  readonly code = 'NOT_ENOUGH';

  constructor(readonly assetId: string, readonly needed: bigint, readonly found: bigint) {
    super(`${needed} of asset ${assetId} are needed, ${found} are there.`);
  }
}

/** Inputs for what is needed of each asset, and outputs for what they hold beyond it. */
export function cover(spendables: readonly Spendable[], needed: readonly Needed[], changeLock: Lock): { readonly inputs: readonly Input[]; readonly change: readonly Output[] } {
  const inputs: Input[] = [];
  const change: Output[] = [];
  for (const [id, total] of totals(needed)) {
    const taken = take(spendables, id, total);
    inputs.push(...taken.map(({ outPoint }): Input => ({ kind: 'spend', outPoint })));
    const rest = taken.reduce((sum, { amount }) => sum + amount, 0n) - total;
    if (rest > 0n) change.push({ assetId: taken[0].assetId, value: { kind: 'amount', amount: rest }, lock: changeLock });
  }
  return { inputs, change };
}

function totals(payments: readonly Needed[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { assetId: asset, amount } of payments) sums.set(toHex(asset), (sums.get(toHex(asset)) ?? 0n) + amount);
  return sums;
}

function take(spendables: readonly Spendable[], id: string, needed: bigint): Spendable[] {
  const taken: Spendable[] = [];
  let sum = 0n;
  for (const spendable of spendables) {
    if (sum >= needed) break;
    if (toHex(spendable.assetId) !== id) continue;
    taken.push(spendable);
    sum += spendable.amount;
  }
  if (sum < needed) throw new NotEnough(id, needed, sum);
  return taken;
}
