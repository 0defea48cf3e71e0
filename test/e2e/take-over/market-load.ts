import { toHex } from '@bystack/chain-core/primitives/bytes';
import type { SealedTransaction } from '@bystack/chain-core/protocol/transaction';
import { MarketOrders, orderOf, type Market } from './market-order';
import type { MarketNodes, Told } from './market-nodes';

type Make = (market: Market, turn: number) => SealedTransaction | undefined;

/** People who ask for everything that a market does, one thing after the other, and of whichever node answers. */
export class MarketLoad {
  /** Ids of transactions that a node said are final and accepted. */
  readonly acknowledged: string[] = [];
  /** What others were refused with, and how often. */
  readonly refused = new Map<string, number>();
  readonly #saved: SealedTransaction[] = [];
  readonly #people: readonly Promise<void>[];
  #stopped = false;

  constructor(private readonly nodes: MarketNodes, readonly issuers: readonly string[], people: number) {
    this.#people = Array.from({ length: people }, (_, i) => this.#ask(i));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#people);
  }

  /** Puts away, shows, trades and so on in turn, and counts besides. */
  get #kinds(): readonly Make[] {
    const orders = new MarketOrders(this.nodes.chain.chainId);
    const issuer = (turn: number): string => this.issuers[turn % this.issuers.length]!;
    const counting = (name: string): SealedTransaction => orderOf(this.nodes.chain.chainId, 'ann', name, 'add', { by: 1 });
    return [
      (market, turn) => orders.bring(market, 'fund', issuer(turn)),
      (market, turn) => this.#keep(orders.bring(market, 'save', issuer(turn))),
      (market, turn) => orders.trade(market, issuer(turn), issuer(turn + 1)),
      (market, turn) => orders.draw(market, issuer(turn), BigInt(1 + (turn % 5))),
      (market) => this.#saved.length < 4 ? undefined : orders.show(market, { txId: this.#saved.shift()!.txId, index: 0 }),
      ({ name }) => counting(name === 'market' ? 'counter' : 'ponder'),
    ];
  }

  #keep(transaction: SealedTransaction): SealedTransaction {
    this.#saved.push(transaction);
    return transaction;
  }

  async #ask(who: number): Promise<void> {
    const kinds = this.#kinds;
    for (let turn = who * 17; !this.#stopped; turn += 1) {
      const at = turn % 4;
      try {
        const order = kinds[turn % kinds.length]!(await this.nodes.market(at), turn);
        if (order !== undefined) this.#note(order, await this.nodes.submit(order, at));
      } catch {
        await new Promise((settle) => setTimeout(settle, 20)); // The node was killed: nothing was promised.
      }
    }
  }

  #note({ txId }: SealedTransaction, { state, outcome, code }: Told): void {
    if (state === 'final' && outcome?.kind === 'accepted') return void this.acknowledged.push(toHex(txId));
    const word = outcome?.code ?? code ?? state ?? 'nothing';
    this.refused.set(word, (this.refused.get(word) ?? 0) + 1);
  }
}
