import { fromBinary, toBinary } from '../crypto/hash';
import { AMOUNT_MAX } from '../codec/writer';
import { toHex, type Hash } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import type { Value } from '../protocol/transaction';

/** Sums what comes in and what goes out, for each asset apart. */
export class Balance {
  private readonly assets = new Map<string, { in: bigint; out: bigint }>();

  in(assetId: Hash, value: Value): void {
    const sums = this.sumsOf(assetId);
    sums.in = add(sums.in, value);
  }

  out(assetId: Hash, value: Value): void {
    const sums = this.sumsOf(assetId);
    sums.out = add(sums.out, value);
  }

  get isEven(): boolean {
    return this.#uneven() === undefined;
  }

  /** Refuses unless every asset comes in and goes out in equal amounts. */
  refuseUnbalanced(): void {
    const uneven = this.#uneven();
    if (uneven === undefined) return;
    const [asset, sums] = uneven;
    refuse('UNBALANCED', { assetId: toHex(fromBinary(asset)), in: String(sums.in), out: String(sums.out) });
  }

  #uneven(): readonly [string, { readonly in: bigint; readonly out: bigint }] | undefined {
    return this.assets.size === 0 ? undefined : [...this.assets].find(([, sums]) => sums.in !== sums.out);
  }

  private sumsOf(assetId: Hash): { in: bigint; out: bigint } {
    const key = toBinary(assetId);
    let sums = this.assets.get(key);
    if (sums === undefined) {
      sums = { in: 0n, out: 0n };
      this.assets.set(key, sums);
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
