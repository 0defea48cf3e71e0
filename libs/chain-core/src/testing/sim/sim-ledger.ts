/** Holdings by asset and account, one after the other: account `a` of asset `s` is at `s * ACCOUNTS + a`. */
export type Holdings = readonly number[];

export const ASSETS = 2;
export const ACCOUNTS = 4;
const FIRST_HOLDING = 3;

export const SIM_HOLDINGS: Holdings = new Array<number>(ASSETS * ACCOUNTS).fill(FIRST_HOLDING);
/** Of each asset, for ever. */
export const SIM_SUPPLY = ACCOUNTS * FIRST_HOLDING;

/** What a planted bug does to execution. */
export type LedgerBug = 'credits what is refused' | 'moves too much';

/** A transaction's number says what it moves: asset, giver, taker, amount. What the giver does not hold is not moved. */
export function applyTransfers(before: Holdings, transactions: readonly number[], bug?: LedgerBug): Holdings {
  const after = [...before];
  for (const number of transactions) {
    const first = (number % ASSETS) * ACCOUNTS;
    const giver = first + (Math.floor(number / 2) % ACCOUNTS);
    const taker = first + (Math.floor(number / 8) % ACCOUNTS);
    const amount = (bug === 'moves too much' ? 2 : 1) + (Math.floor(number / 32) % 5);
    const holds = after[giver]! >= amount;
    if (holds) after[giver]! -= amount;
    if (holds || bug === 'credits what is refused') after[taker]! += amount;
  }
  return after;
}

export function sameHoldings(one: Holdings, other: Holdings): boolean {
  return one.length === other.length && one.every((holding, i) => holding === other[i]);
}
