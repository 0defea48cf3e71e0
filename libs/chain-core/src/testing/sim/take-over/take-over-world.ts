import { canonicalText, parseCanonicalJson } from '../../../codec/json';
import type { Change } from '../../../kernel';
import { fromHex } from '../../../primitives/bytes';
import type { Json } from '../../../primitives/json';
import type { TransactionResult } from '../../../protocol/result';
import type { Input, SealedTransaction } from '../../../protocol/transaction';
import { callOf } from '../../ledger-chain';
import { MARKETS } from '../../markets';
import type { Violation } from '../sim-engine';
import { MarketBooks, SHELVES } from './market-books';
import { TakeOverChain } from './take-over-chain';

/** All there are. */
export const IDS: readonly string[] = MARKETS.map(({ name, version }) => `${name}@${version}`);
/** Successors that say what becomes of all that the market before them holds, by what that one is. */
export const DECLARED: Readonly<Record<string, readonly string[]>> = {
  'market@1.0.0': ['market@2.0.0', 'bazaar@1.0.0'],
  'market@2.0.0': ['market@3.0.0', 'bazaar@1.0.0'],
  'market@3.0.0': ['bazaar@1.0.0'],
  'bazaar@1.0.0': ['market@2.0.0', 'stall@1.0.0'],
  'stall@1.0.0': ['market@2.0.0'],
};

/** The chain, and beside it the books. */
export class TakeOverWorld {
  readonly chain = new TakeOverChain();
  readonly books = new MarketBooks();
  readonly violations: Violation[] = [];
  /** Spaces that markets had, the present one last. */
  readonly spaces: string[] = ['market'];

  get id(): string {
    const { name, version } = this.chain.market;
    return `${name}@${version}`;
  }
  /** Of the market in force: its open lock, and the other. */
  get locks(): readonly string[] {
    return Object.keys(SHELVES[this.chain.market.name]!);
  }
  call(who: string, command: string, payload: Json, inputs: readonly Input[] = []): SealedTransaction {
    return this.chain.sign({ calls: [callOf(who, this.chain.market.name, command, canonicalText(payload))], inputs }, who);
  }

  /** Records what may be recorded of these. */
  advance(transactions: readonly SealedTransaction[]): void {
    const market = this.chain.market.name;
    this.chain.advance(transactions);
    const { last, blocks, faults } = this.chain;
    if (faults > 0) this.violate('lost', 'the market does not find what it holds');
    blocks.at(-1)!.transactions.forEach((transaction, i) => this.#follow(transaction, last!.results[i]!, market));
    this.violations.push(...this.books.judgeSupply());
  }

  replace(change: Extract<Change, { kind: 'swap-module' }>, meanwhile: readonly SealedTransaction[]): void {
    const to = `${change.by.name}@${change.by.version}`;
    const expected = (): readonly string[] => {
      if (!change.takesOver && this.books.shared.length > 0) return ['OUTPUTS_HELD'];
      if (to === 'clumsy@1.0.0' && this.id === 'market@1.0.0') return ['MIGRATION_BROKE', 'changed'];
      return change.takesOver && !DECLARED[this.id]?.includes(to) ? ['TAKE_OVER_NOT_DECLARED'] : ['changed'];
    };
    const before = expected();
    const word = this.chain.replace(change, () => this.advance(meanwhile));
    const after = word === 'changed' ? before : expected();
    if (![...before, ...after].includes(word)) this.violate('kernel', `${to} in the place of ${this.id}: ${word}, and not ${before.join()}`);
    if (word !== 'changed') return;
    this.spaces.push(this.chain.space);
    this.#judgeSet();
  }

  /** What an outlook says of what would be taken over is what the books say. */
  judgeOutlook(): void {
    const [successor] = DECLARED[this.id] ?? [];
    if (successor === undefined) return;
    const [name, version] = successor.split('@') as [string, string];
    const { modules, refusal } = this.chain.outlook({ kind: 'swap-module', module: this.chain.market.name, by: { name, version, parameters: {} }, takesOver: true });
    const told = modules?.[0]?.takenOver;
    const assets = [...new Set(this.books.shared.map(({ asset }) => asset))].sort().map((asset) => ({ assetId: asset, amount: String(this.books.sumOf(asset)) }));
    const should = this.books.shared.length === 0 ? undefined : { outputs: this.books.shared.length, assets };
    const said = told && { outputs: told.outputs, assets: told.assets };
    if (canonicalText((said ?? null) as unknown as Json) !== canonicalText((should ?? null) as unknown as Json)) this.violate('outlook', `${canonicalText((said ?? refusal ?? null) as unknown as Json)} is told of ${should?.outputs ?? 0} outputs`);
  }

  violate(invariant: string, what: string): void {
    this.violations.push({ invariant, what });
  }

  /** The set names just the spaces in which something lies. */
  #judgeSet(): void {
    const named = (this.chain.market.takenOver ?? []).map(({ space }) => space).sort();
    const holding = [...new Set(this.books.shared.map(({ space }) => space!))].sort();
    if (named.join() !== holding.join()) this.violate('set', `the set names ${named.join()}, and something lies in ${holding.join()}`);
  }

  #follow(transaction: SealedTransaction, result: TransactionResult, market: string): void {
    const { inputs, calls } = transaction.body;
    if (result.outcome.kind === 'refused') return this.#judgeRefused(calls[0], result.outcome.code);
    for (const input of inputs) if (input.kind === 'open' && input.module !== this.chain.space) this.violate('space', `what was signed for ${input.module} was bound by ${this.chain.space}`);
    this.violations.push(...this.books.follow(transaction, result, market));
  }

  /** Whatever lies in the till can be put on sale, by whichever market is in force. */
  #judgeRefused(call: SealedTransaction['body']['calls'][number] | undefined, code: string): void {
    if (call?.command !== 'show') return;
    const { txId, index } = parseCanonicalJson(call.payload) as { txId: string; index: number };
    if (this.books.at({ txId: fromHex(txId)!, index })?.shelf === 'till') this.violate('lost', `the market cannot spend what lies in its till: ${code}`);
  }
}

