import { parseCanonicalJson } from '../../../codec/json';
import { toHex } from '../../../primitives/bytes';
import { readModuleLock } from '../../../protocol/module-lock';
import type { Outcome, OutputEffect } from '../../../protocol/result';
import type { OpenInput, Output, TransactionBody } from '../../../protocol/transaction';
import type { Violation } from '../sim-engine';
import { outputWords } from '../ledger/ledger-world';

type Sums = Map<string, bigint>;
interface Asked { readonly give: string; readonly take: string; readonly way?: string; readonly asset: string; readonly amount: string }

/** Follows by hand what lies under a market's open lock, what each transaction takes of it, and whether those who signed allowed that. Knows nothing of how the ledger counts. */
export class MarketWitness {
  readonly #stock: Sums = new Map();
  #taken: Sums = new Map();

  /** @param space of the market that is in force */
  constructor(readonly space: string) {}

  stockOf(asset: string): bigint {
    return this.#stock.get(asset) ?? 0n;
  }

  /** A transaction, or the end of a block, begins. */
  begin(): void {
    this.#taken = new Map();
  }

  took(output: Output): void {
    this.#count(output, 1n);
  }

  made(output: Output): void {
    this.#count(output, -1n);
  }

  /** What was taken without anybody's leave, by hooks. */
  judgeHooks(): readonly Violation[] {
    return this.#unnamed([]);
  }

  judgeAccepted(body: TransactionBody, effects: readonly OutputEffect[]): readonly Violation[] {
    const open = openInputsOf(body);
    const paid = effects.filter(({ module }) => module === 'kernel').flatMap(({ created }) => created);
    const due = open.map((input) => ({ assetId: input.assetId, value: { kind: 'amount', amount: this.#taken.get(toHex(input.assetId)) ?? 0n }, lock: input.to }) as const);
    const beyond = open.filter(({ atLeast, atMost }, i) => due[i]!.value.amount < atLeast || due[i]!.value.amount > atMost);
    return [
      ...beyond.map(({ assetId }) => violation('limits', `more or less came of ${toHex(assetId)} than was signed`)),
      ...open.filter(({ module, lock }) => module !== this.space || lock !== 'stock').map(({ module }) => violation('space', `what was signed for ${module} was taken of ${this.space}`)),
      ...(due.map(outputWords).join() === paid.map(outputWords).join() ? [] : [violation('limits', 'what came went elsewhere than was signed')]),
      ...this.#unnamed(open),
    ];
  }

  /** @param wouldTake what `expected` said before */
  judgeRefused({ inputs }: TransactionBody, outcome: Extract<Outcome, { kind: 'refused' }>, wouldTake: Sums | undefined): readonly Violation[] {
    if (wouldTake === undefined || !outcome.code.startsWith('OPEN_INPUT')) return [];
    const input = inputs[outcome.facts['input'] as number];
    const sumOf = (asset: string): bigint => wouldTake.get(asset) ?? 0n;
    if (input?.kind !== 'open') return sumOf(outcome.facts['assetId'] as string) > 0n ? [] : [violation('limits', 'nothing was taken, and it was refused')];
    const came = sumOf(toHex(input.assetId));
    return came < input.atLeast || came > input.atMost ? [] : [violation('limits', `${came} would have come, as was signed, and it was refused`)];
  }

  /** What a single call should take, by asset; below zero what it gives. Undefined for what is no single call to the market. */
  expected({ calls: [call, another] }: TransactionBody): Sums | undefined {
    if (call?.module !== 'market' || another !== undefined) return undefined;
    const { give, take, way, asset, amount } = parseCanonicalJson(call.payload) as unknown as Asked;
    const sum = BigInt(amount);
    if (call.command === 'fund') return new Map([[asset, -sum]]);
    if (call.command === 'now') return new Map([[asset, way === 'tidy' ? 0n : sum]]);
    if (call.command !== 'trade') return new Map();
    return new Map([[give, -sum], [take, (this.stockOf(take) * sum) / (this.stockOf(give) + sum)]]);
  }

  #unnamed(open: readonly OpenInput[]): readonly Violation[] {
    const named = open.map(({ assetId }) => toHex(assetId));
    return [...this.#taken].filter(([asset, sum]) => sum > 0n && !named.includes(asset)).map(([asset]) => violation('limits', `${asset} was taken, and nobody signed for it`));
  }

  #count({ assetId, value, lock }: Output, sign: bigint): void {
    if (lock.kind !== 'module' || lock.module !== this.space || readModuleLock(lock.data)?.lock !== 'stock' || value.kind !== 'amount') return;
    const asset = toHex(assetId);
    this.#taken.set(asset, (this.#taken.get(asset) ?? 0n) + sign * value.amount);
    this.#stock.set(asset, this.stockOf(asset) - sign * value.amount);
  }
}

function openInputsOf({ inputs }: TransactionBody): readonly OpenInput[] {
  return inputs.filter((input) => input.kind === 'open');
}

function violation(invariant: string, what: string): Violation {
  return { invariant, what };
}
