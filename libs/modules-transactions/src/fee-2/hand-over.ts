import { AMOUNT_MAX, fromHex, toHex, type Bytes, type HookContext } from '@bystack/chain-core/module';
import { deleteDeposit, depositsOf, LOCK, putDeposit, readAccount, writeAccount, type Deposit } from './accounts';
import { firstInLine, inLine, outOfLine } from './line';
import type { Params } from './params';

type Context = Pick<HookContext<Params>, 'params' | 'state' | 'outputs' | 'height'>;

/** Accounts that one block settles, and outputs that it takes for each: together far fewer than a hook may touch. */
const AT_ONCE = { accounts: 16, deposits: 8 } as const;

/** At the end of a block: the treasury gets what has been used of some accounts, one output for each asset. */
export function handOver(context: HookContext<Params>): void {
  const sums = new Map<string, bigint>();
  let taken = 0n;
  for (const key of firstInLine(context.state, AT_ONCE.accounts)) {
    const deposits = depositsOf(context.state, key, AT_ONCE.deposits);
    taken += deposits.reduce((sum, { amount }) => sum + amount, 0n);
    if (taken > AMOUNT_MAX) break; // One account always fits; others come next.
    const asset = toHex(key.subarray(32));
    sums.set(asset, (sums.get(asset) ?? 0n) + settle(context, key, deposits));
  }
  for (const [asset, amount] of sums) payTreasury(context, asset, amount);
}

/**
 * Takes outputs of an account, keeps what is used of them for the treasury and puts the rest back; if they were not enough, the account waits anew, behind the others. @param out what goes to the owner, of what is not used
 * @returns what is the treasury's
 */
export function settle({ state, outputs, height }: Context, account: Bytes, deposits: readonly Deposit[], out = 0n): bigint {
  const before = readAccount(state, account);
  const taken = deposits.reduce((sum, { outPoint }) => sum + outputs.spend(outPoint).amount, 0n);
  for (const deposit of deposits) deleteDeposit(state, account, deposit);
  const used = taken < before.used ? taken : before.used;
  const rest = taken - used - out;
  if (rest > 0n) {
    const lock = { lock: LOCK, owner: Uint8Array.from(account.subarray(0, 32)), data: {} };
    putDeposit(state, account, { outPoint: outputs.create({ assetId: Uint8Array.from(account.subarray(32)), amount: rest, lock }), amount: rest });
  }
  const after = outOfLine(state, account, { ...before, deposited: before.deposited - used - out, used: before.used - used });
  writeAccount(state, account, after.used === 0n ? after : inLine(state, account, after, height + 1)); // Behind who came in this block, too.
  return used;
}

export function payTreasury({ params, outputs }: Context, asset: string, amount: bigint): void {
  if (amount === 0n) return;
  outputs.create({ assetId: fromHex(asset)!, amount, lock: { kind: 'keys', threshold: 1, keys: [fromHex(params.treasury)!] } });
}
