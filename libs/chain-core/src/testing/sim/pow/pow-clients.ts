import { toBinary } from '../../../crypto/hash';
import type { KeyPair } from '../../../crypto/sign';
import { toHex } from '../../../primitives/bytes';
import { nativeOutput } from '../../../protocol/coinbase';
import { coinbaseId, nativeAssetId, ZERO_HASH } from '../../../protocol/ids';
import { signTransaction } from '../../../protocol/sign-transaction';
import type { OutPoint, SealedTransaction } from '../../../protocol/transaction';
import { ALLOCATIONS_EACH, CLIENTS, clientKey, minerKeyOf } from './promise';
import type { PowWorld } from './pow-world';

/** Clients that pay, pay twice, and miners that cannot wait for their reward. Whoever pays submits again until it is final. */
export class PowClients {
  private readonly open = new Map<string, { readonly transaction: SealedTransaction; readonly rival: SealedTransaction | undefined }>();
  private next = 0;

  constructor(private readonly world: PowWorld) {}

  /** Pays from the next allocation; if `twice`, to two at once at different nodes. */
  pay(twice: boolean): void {
    if (this.next >= CLIENTS * ALLOCATIONS_EACH) return;
    const from = { txId: coinbaseId(this.world.executor.chainId, 0, ZERO_HASH), index: this.next };
    const key = clientKey(this.next % CLIENTS);
    this.next += 1;
    const transaction = this.sign(from, 10n, key, 1);
    const rival = twice ? this.sign(from, 10n, key, 2) : undefined;
    this.open.set(toHex(transaction.txId), { transaction, rival });
    this.world.submit(transaction);
    if (rival !== undefined) this.world.submit(rival);
  }

  /** The reward of the newest block of some head, at once. */
  spendYoung(): void {
    const { head } = this.world.random.pick(this.world.honest.filter(({ isRunning }) => isRunning)).tree;
    const { header } = head.block;
    const miner = Array.from({ length: this.world.size }, (_, index) => minerKeyOf(index)).find(({ publicKey }) => toBinary(publicKey) === toBinary(header.work!.minerKey));
    if (miner === undefined || header.height === 0 || header.height > 20) return;
    this.world.submit(this.sign({ txId: coinbaseId(header.chainId, header.height, header.parentId), index: 0 }, 50n, miner, 3));
  }

  resubmit(): void {
    for (const { transaction } of this.open.values()) this.world.submit(transaction);
  }

  /** Every payment is final exactly once; of two rivals one. */
  checkFinal(): void {
    const recorded = new Map<string, number>();
    for (const block of this.world.invariants.finalChain) for (const { txId } of block.transactions) recorded.set(toHex(txId), (recorded.get(toHex(txId)) ?? 0) + 1);
    for (const { transaction, rival } of this.open.values()) {
      const times = (recorded.get(toHex(transaction.txId)) ?? 0) + (rival === undefined ? 0 : (recorded.get(toHex(rival.txId)) ?? 0));
      if (times !== 1) this.world.invariants.violate('payments', `payment ${toHex(transaction.txId).slice(0, 8)} is final ${times} times`);
    }
  }

  private sign(outPoint: OutPoint, amount: bigint, key: KeyPair, salt: number): SealedTransaction {
    const { chainId } = this.world.executor;
    const { nowMs } = this.world;
    const output = nativeOutput(chainId, amount, key.publicKey);
    const body = { validFromMs: nowMs - 3_600_000, validUntilMs: nowMs + 20 * 3_600_000, salt, inputs: [{ kind: 'spend' as const, outPoint }], outputs: [{ ...output, assetId: nativeAssetId(chainId) }], calls: [] };
    return signTransaction(chainId, body, [key]);
  }
}
