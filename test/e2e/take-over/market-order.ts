import { canonicalText } from '@bystack/chain-core/codec/json';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import type { Json } from '@bystack/chain-core/primitives/json';
import { keyOf } from '@bystack/chain-core/testing/keys';
import { assetOf, callOf, definitionOf, lockOf } from '@bystack/chain-core/testing/ledger-chain';
import { SHELVES } from '@bystack/chain-core/testing/sim/take-over/market-books';
import { signTransaction } from '@bystack/chain-core/protocol/sign-transaction';
import type { Input, OutPoint, SealedTransaction } from '@bystack/chain-core/protocol/transaction';

const AMOUNT = 1_000n;
let salt = 0;

/** A call by `who`, valid for a minute. */
export function orderOf(chainId: Uint8Array, who: string, module: string, command: string, payload: Json, inputs: readonly Input[] = []): SealedTransaction {
  const nowMs = Date.now();
  salt += 1;
  return signTransaction(chainId, { validFromMs: nowMs - 5_000, validUntilMs: nowMs + 60_000, salt, inputs, outputs: [], calls: [callOf(who, module, command, canonicalText(payload))] }, [keyOf(who)]);
}

/** The market in force, as a node says it is. */
export interface Market {
  readonly name: string;
  readonly space: string;
}

/** What people ask of a market, each issuer with an asset of its own. */
export class MarketOrders {
  constructor(private readonly chainId: Uint8Array) {}

  /** A thousand more of an asset: for sale (`fund`), or put away (`save`). */
  bring(market: Market, command: 'fund' | 'save', issuer: string): SealedTransaction {
    return this.#call(market, issuer, command, { asset: toHex(assetOf(issuer)), amount: String(AMOUNT) }, [issue(issuer, AMOUNT)]);
  }

  show(market: Market, { txId, index }: OutPoint): SealedTransaction {
    return this.#call(market, 'ann', 'show', { txId: toHex(txId), index });
  }

  /** Ten of the giver's asset, for what there is to be had of the taker's. */
  trade(market: Market, giver: string, taker: string): SealedTransaction {
    return this.#call(market, giver, 'trade', { give: toHex(assetOf(giver)), amount: '10', take: toHex(assetOf(taker)) }, [issue(giver, 10n), open(market, taker, 1n, AMOUNT)]);
  }

  draw(market: Market, issuer: string, amount: bigint): SealedTransaction {
    return this.#call(market, 'ann', 'now', { way: 'draw', asset: toHex(assetOf(issuer)), amount: String(amount) }, [open(market, issuer, amount, amount)]);
  }

  #call(market: Market, who: string, command: string, payload: Json, inputs: readonly Input[] = []): SealedTransaction {
    return orderOf(this.chainId, who, market.name, command, payload, inputs);
  }
}

function issue(issuer: string, amount: bigint): Input {
  return { kind: 'issue', definition: definitionOf(issuer), amount };
}

function open({ name, space }: Market, issuer: string, atLeast: bigint, atMost: bigint): Input {
  const [lock] = Object.entries(SHELVES[name]!).find(([, shelf]) => shelf === 'stock')!;
  return { kind: 'open', module: space, lock, assetId: assetOf(issuer), atLeast, atMost, to: lockOf('ann') };
}
