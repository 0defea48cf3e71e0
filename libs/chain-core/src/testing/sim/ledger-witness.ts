import type { SimBlock } from './sim-block';
import { ACCOUNTS, ASSETS, SIM_HOLDINGS, SIM_SUPPLY } from './sim-ledger';

/** Follows the holdings along a final chain, by its own reading of what a transaction's number says. */
export class LedgerWitness {
  private readonly holdings = [...SIM_HOLDINGS];

  append(block: SimBlock, violate: (invariant: 'supply' | 'replay', what: string) => void): void {
    for (let asset = 0; asset < ASSETS; asset += 1) {
      const supply = block.holdings.slice(asset * ACCOUNTS, (asset + 1) * ACCOUNTS).reduce((sum, holding) => sum + holding, 0);
      if (supply !== SIM_SUPPLY) violate('supply', `there are ${supply} of asset ${asset} after block ${block.height}`);
    }
    for (const number of block.transactions) this.move(number);
    if (this.holdings.some((holding, i) => holding !== block.holdings[i])) violate('replay', `block ${block.height} does not lead to the state it commits to`);
  }

  private move(number: number): void {
    const asset = number & 1;
    const giver = asset * 4 + ((number >> 1) & 3);
    const taker = asset * 4 + ((number >> 3) & 3);
    const amount = ((number >> 5) % 5) + 1;
    if (this.holdings[giver]! < amount) return;
    this.holdings[giver]! -= amount;
    this.holdings[taker]! += amount;
  }
}
