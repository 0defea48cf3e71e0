import { toHex } from '../../../primitives/bytes';
import { readModuleLock } from '../../../protocol/module-lock';
import { assetId } from '../../../protocol/ids';
import type { TransactionResult } from '../../../protocol/result';
import type { OutPoint, Output, SealedTransaction } from '../../../protocol/transaction';
import type { Violation } from '../sim-engine';

/** What a lock of a module is for: what is for sale under it, or what is put away. */
export type Shelf = 'stock' | 'till';
export interface Kept {
  readonly at: OutPoint;
  readonly output: Output;
  readonly amount: bigint;
  readonly asset: string;
  /** Undefined: a key's. */
  readonly shelf: Shelf | undefined;
  /** Of the module that made it. */
  readonly space: string | undefined;
}

const ALIKE = { stock: 'stock', till: 'till' } as const;
/** By module, what its locks are for: as their authors say, and whatever they are called elsewhere. */
export const SHELVES: Readonly<Record<string, Readonly<Record<string, Shelf>>>> = {
  market: ALIKE, silent: ALIKE, hasty: ALIKE, clumsy: ALIKE,
  bazaar: { shelf: 'stock', drawer: 'till' },
  stall: { till: 'stock', shelf: 'till' },
};

/** Which outputs there are and whose they should be, followed by hand from what receipts say. Knows nothing of spaces that are taken over. */
export class MarketBooks {
  readonly #kept = new Map<string, Kept>();
  readonly #issued = new Map<string, bigint>();

  get all(): readonly Kept[] {
    return [...this.#kept.values()];
  }
  /** What belongs to nobody alone, all of which is the market's that is in force. */
  get shared(): readonly Kept[] {
    return this.all.filter(({ shelf }) => shelf !== undefined);
  }
  at(place: OutPoint): Kept | undefined {
    return this.#kept.get(nameOf(place));
  }
  sumOf(asset: string, shelf?: Shelf): bigint {
    return this.shared.filter((kept) => kept.asset === asset && (shelf === undefined || kept.shelf === shelf)).reduce((sum, { amount }) => sum + amount, 0n);
  }

  /** What an accepted transaction did. @param market the name of the one in force */
  follow({ body, txId }: SealedTransaction, { effects }: TransactionResult, market: string): readonly Violation[] {
    const found: (Violation | undefined)[] = [];
    for (const input of body.inputs) {
      if (input.kind === 'spend') found.push(this.#take(input.outPoint, undefined, market));
      if (input.kind === 'issue') this.#issue(toHex(assetId(input.definition)), input.amount);
    }
    body.outputs.forEach((output, index) => this.#make({ txId, index }, output));
    let index = body.outputs.length;
    for (const { module, spent, created } of effects) {
      for (const at of spent) found.push(this.#take(at, module, market));
      for (const output of created) this.#make({ txId, index: index++ }, output);
    }
    return found.filter((wrong) => wrong !== undefined);
  }

  #issue(asset: string, amount: bigint): void {
    this.#issued.set(asset, (this.#issued.get(asset) ?? 0n) + amount);
  }

  #make(at: OutPoint, output: Output): void {
    const { lock, value } = output;
    const amount = value.kind === 'amount' ? value.amount : 0n;
    const shelf = lock.kind === 'module' ? SHELVES[lock.module.split('~')[0]!]![readModuleLock(lock.data)!.lock] : undefined;
    this.#kept.set(nameOf(at), { at, output, amount, asset: toHex(output.assetId), shelf, space: lock.kind === 'module' ? lock.module : undefined });
  }

  /** @param by a module's name; undefined: a signature */
  #take(at: OutPoint, by: string | undefined, inForce: string): Violation | undefined {
    const kept = this.at(at);
    this.#kept.delete(nameOf(at));
    if (kept === undefined) return { invariant: 'twice', what: `${by ?? 'a signature'} spent an output that was not there` };
    const holder = kept.shelf === undefined ? undefined : inForce;
    return holder === by ? undefined : { invariant: 'holder', what: `${by ?? 'a signature'} spent what ${holder ?? 'a key'} holds` };
  }

  judgeSupply(): readonly Violation[] {
    return [...this.#issued].flatMap(([asset, issued]) => {
      const there = this.all.filter((kept) => kept.asset === asset).reduce((sum, { amount }) => sum + amount, 0n);
      return there === issued ? [] : [{ invariant: 'supply', what: `${there} are there of an asset of which ${issued} were issued` }];
    });
  }
}

export function nameOf({ txId, index }: OutPoint): string {
  return `${toHex(txId)}:${index}`;
}
