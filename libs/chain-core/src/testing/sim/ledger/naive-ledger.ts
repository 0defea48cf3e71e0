import type { Attempt, AttemptedOutput } from './attempt';

const AMOUNT_MAX = 2n ** 63n - 1n;

/** The rules of the ledger once more, as simply as they can be said: a list of what exists. Written without the ledger's code. */
export class NaiveLedger {
  /** What can be spent, by "transaction id:index". */
  readonly coins = new Map<string, AttemptedOutput>();
  /** What was issued and not retired, by asset. */
  readonly supply = new Map<string, bigint>();
  private readonly recorded = new Set<string>();

  /** @param nowMs of the block, relative to the head's time as it was when the attempt was made. @returns whether it may be recorded */
  accepts(txId: string, attempt: Attempt, nowMs: number, blockTimeMs: number): boolean {
    const [from, until] = attempt.validMs;
    if (nowMs < from || nowMs >= until || this.recorded.has(txId) || attempt.isForged) return false;
    if (new Set(attempt.spends).size !== attempt.spends.length) return false;
    if (attempt.spends.some((coin) => !this.coins.has(coin))) return false;
    return this.isBalanced(attempt) && this.isSigned(attempt, blockTimeMs);
  }

  /** Another branch goes on from here. */
  clone(): NaiveLedger {
    const copy = new NaiveLedger();
    for (const [place, coin] of this.coins) copy.coins.set(place, coin);
    for (const [asset, amount] of this.supply) copy.supply.set(asset, amount);
    for (const txId of this.recorded) copy.recorded.add(txId);
    return copy;
  }

  record(txId: string, attempt: Attempt): void {
    this.recorded.add(txId);
    for (const coin of attempt.spends) this.coins.delete(coin);
    for (const { issuer, amount } of attempt.issues) this.supply.set(issuer, (this.supply.get(issuer) ?? 0n) + amount);
    attempt.outputs.forEach((output, index) => {
      if (output.owners.length > 0) this.coins.set(`${txId}:${index}`, output);
      else this.supply.set(output.asset, this.supply.get(output.asset)! - output.amount);
    });
  }

  private isBalanced({ spends, issues, outputs }: Attempt): boolean {
    const coming = [...spends.map((coin) => this.coins.get(coin)!), ...issues.map(({ issuer, amount }) => ({ asset: issuer, amount }))];
    const assets = new Set([...coming, ...outputs].map(({ asset }) => asset));
    const sumOf = (list: readonly { asset: string; amount: bigint }[], asset: string): bigint => list.filter((it) => it.asset === asset).reduce((sum, { amount }) => sum + amount, 0n);
    return [...assets].every((asset) => sumOf(coming, asset) === sumOf(outputs, asset) && sumOf(outputs, asset) <= AMOUNT_MAX);
  }

  /** Every lock is opened, and no signature is there for nothing. */
  private isSigned({ spends, issues, signers }: Attempt, blockTimeMs: number): boolean {
    const locks = [...spends.map((coin) => this.coins.get(coin)!), ...issues.map(({ issuer }) => ({ owners: [issuer], threshold: 1, notBeforeMs: undefined }))];
    const opens = locks.every(({ owners, threshold, notBeforeMs }) => owners.filter((owner) => signers.includes(owner)).length >= threshold && blockTimeMs >= (notBeforeMs ?? 0));
    return opens && signers.every((signer) => locks.some(({ owners }) => owners.includes(signer)));
  }
}
