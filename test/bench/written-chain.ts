import { join } from 'node:path';
import { Executor } from '@bystack/chain-core/execution';
import { keyPairFromSeed, sign } from '@bystack/chain-core/crypto/sign';
import { ModuleRegistry } from '@bystack/chain-core/module/registry';
import { CommitQueue } from '@bystack/chain-core/node/commit-queue';
import { ExecutedBlock } from '@bystack/chain-core/node/executed-block';
import { openChain } from '@bystack/chain-core/node/open-chain';
import type { Bytes } from '@bystack/chain-core/primitives/bytes';
import type { SealedBlock } from '@bystack/chain-core/protocol/block';
import { encodeCertificate } from '@bystack/chain-core/protocol/codec';
import { writeSigners } from '@bystack/chain-core/protocol/signers';
import { voteSigningBytes } from '@bystack/chain-core/protocol/ids';
import type { SealedTransaction } from '@bystack/chain-core/protocol/transaction';
import { Coins } from '@bystack/chain-core/testing/coins';
import type { LocalChain } from '@bystack/chain-core/testing/local-chain';
import { LOAD_SEED } from './load-orders';

const COINS = 1_000;
const COIN_AMOUNT = 1_000_000n;
const BLOCK_MS = 500;

export interface WrittenChain {
  readonly height: number;
  readonly transactions: number;
}

/**
 * Writes the data folder of a chain of one validator with many payments: blocks that the executor builds, certified by the validator and
 * committed as a node does, only without waiting for anybody.
 */
export async function writeChain(chain: LocalChain, dataDir: string, transactions: number, blockTransactions: number): Promise<WrittenChain> {
  const modules = new ModuleRegistry([]).resolve([]);
  const opened = await openChain({ dir: dataDir, genesis: chain.genesis, modules });
  const failed: unknown[] = [];
  const commits = new CommitQueue({ store: opened.store, states: opened.states, onSettled: () => undefined, neededFrom: () => undefined, onDurable: () => undefined, onIdle: () => undefined, onFatal: (error) => failed.push(error) });
  const executor = new Executor(chain.genesis, modules);
  let parent = opened.final;
  let written = 0;
  for (const candidates of payments(chain, transactions, blockTransactions)) {
    for (const each of candidates) executor.verifier.markVerified(each);
    const timeMs = parent.block.header.timeMs + BLOCK_MS;
    const built = executor.build(parent.asParent, { timeMs, view: parent.height + 1, proposer: 0, candidates });
    if (built.leftOut.length > 0) throw new Error(`a payment is not valid: ${built.leftOut[0]!.code}`);
    parent = ExecutedBlock.of(built.block, built.execution);
    commits.push({ blocks: [parent], closing: [], certificate: certify(chain, built.block) });
    await commits.idle();
    written += candidates.length;
  }
  await commits.close();
  await opened.close();
  if (failed.length > 0) throw failed[0];
  return { height: parent.height, transactions: written };
}

/** Blocks of payments out of the same coins again and again, after one block that makes the coins. */
function* payments(chain: LocalChain, transactions: number, blockTransactions: number): Generator<SealedTransaction[]> {
  const coins = new Coins({ chainId: chain.chainId, seed: LOAD_SEED });
  const nowMs = chain.genesis.createdAtMs + 1;
  const issues = Array.from({ length: COINS / 250 }, () => coins.issue(250, nowMs, COIN_AMOUNT));
  yield issues;
  const tips = issues.flatMap(({ txId }) => Array.from({ length: 250 }, (_, index) => ({ txId, index, amount: COIN_AMOUNT })));
  let block: SealedTransaction[] = [];
  for (let made = issues.length; made < transactions; made += 1) {
    const { txId, index, amount } = tips[made % COINS]!;
    const payment = coins.pay(txId, index, amount, nowMs);
    tips[made % COINS] = { txId: payment.txId, index: 0, amount: amount - 1n };
    block.push(payment);
    if (block.length < blockTransactions && made + 1 < transactions) continue;
    yield block;
    block = [];
  }
}

/** The only validator's word that the block is final. */
export function certify(chain: LocalChain, { id, header }: SealedBlock): Bytes {
  const subject = { kind: 'finalise' as const, epoch: header.epoch, view: header.view, blockId: id };
  const proof = sign(voteSigningBytes(chain.chainId, subject), keyPairFromSeed(chain.nodes[0]!.votingSeed!));
  return encodeCertificate({ ...subject, scheme: 'ed25519', signers: writeSigners([0], 1), proof });
}

export const dataDirOf = (folder: { readonly dir: string }): string => join(folder.dir, 'data');
