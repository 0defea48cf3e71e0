import { AMOUNT_MAX } from '../codec/writer';
import { toBinary } from '../crypto/hash';
import { equalBytes, toHex, type Hash } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import type { Value } from '../protocol/transaction';

interface Sums {
  readonly assetId: Hash;
  in: bigint;
  out: bigint;
}

/** Sums what comes in and what goes out, for each asset apart. */
export class Balance {
  /** Of the asset that was met first: most transactions have no other. */
  #first: Sums | undefined;
  /** Of the others, by asset, in the order in which they were met. */
  #others: Map<string, Sums> | undefined;

  in(assetId: Hash, value: Value): void {
    const sums = this.#sumsOf(assetId);
    sums.in = add(sums.in, value);
  }

  out(assetId: Hash, value: Value): void {
    const sums = this.#sumsOf(assetId);
    sums.out = add(sums.out, value);
  }

  get isEven(): boolean {
    return this.#uneven() === undefined;
  }

  /** Refuses unless every asset comes in and goes out in equal amounts. */
  refuseUnbalanced(): void {
    const uneven = this.#uneven();
    if (uneven !== undefined) refuse('UNBALANCED', { assetId: toHex(uneven.assetId), in: String(uneven.in), out: String(uneven.out) });
  }

  #uneven(): Sums | undefined {
    if (this.#first !== undefined && this.#first.in !== this.#first.out) return this.#first;
    return this.#others && [...this.#others.values()].find((sums) => sums.in !== sums.out);
  }

  #sumsOf(assetId: Hash): Sums {
    this.#first ??= { assetId, in: 0n, out: 0n };
    if (equalBytes(this.#first.assetId, assetId)) return this.#first;
    this.#others ??= new Map();
    const key = toBinary(assetId);
    let sums = this.#others.get(key);
    if (sums === undefined) {
      sums = { assetId, in: 0n, out: 0n };
      this.#others.set(key, sums);
    }
    return sums;
  }
}

function add(sum: bigint, value: Value): bigint {
  if (value.kind !== 'amount') refuse('COMMITMENTS_NOT_ENABLED');
  const total = sum + value.amount;
  if (value.amount <= 0n || total > AMOUNT_MAX) refuse('AMOUNT_OVERFLOW');
  return total;
}
