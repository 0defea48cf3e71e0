import { BlockInvalid } from '../../../execution/errors';
import { OUTPUTS } from '../../../ledger/kernel-stores';
import { fromHex, toHex } from '../../../primitives/bytes';
import { sealBlock, sealTransaction } from '../../../protocol/codec';
import { decodeOutput } from '../../../protocol/encode-output';
import type { SealedBlock } from '../../../protocol/block';
import type { Input, Output, SealedTransaction } from '../../../protocol/transaction';
import { StateVersion } from '../../../state/state-version';
import { assetOf, definitionOf, LedgerChain, lockOfSome, outputOf, spend } from '../../ledger-chain';
import type { Attempt, AttemptedOutput } from './attempt';

const LAST_KEY = '\u00ff';
const ALL = 1_000_000;

/** The real ledger: makes attempts real, records them in blocks, and shows what the state then holds. */
export class LedgerWorld {
  readonly chain = new LedgerChain();
  readonly blocks: SealedBlock[] = [];

  make({ spends, issues, outputs, signers, validMs, isForged }: Attempt): SealedTransaction {
    const inputs: Input[] = spends.map((coin) => spend({ txId: fromHex(coin.split(':')[0]!, 32)!, index: Number(coin.split(':')[1]) }));
    for (const { issuer, amount } of issues) inputs.push({ kind: 'issue', definition: definitionOf(issuer), amount });
    const window = { validFromMs: this.chain.timeMs + validMs[0], validUntilMs: this.chain.timeMs + validMs[1] };
    const signed = this.chain.sign({ inputs, outputs: outputs.map(realOutput), ...window }, ...signers);
    return isForged ? withForgedSignature(signed) : signed;
  }

  /** Records what may be recorded of these, in order. @returns for each whether it was */
  record(transactions: readonly SealedTransaction[], afterMs: number): boolean[] {
    const sibling = this.chain.build([...transactions].reverse(), afterMs + 1).block;
    this.execute(sibling); // Another block on the same parent must leave no trace.
    const { block } = this.chain.build(transactions, afterMs);
    const state = this.execute(block);
    this.chain.head = { id: block.id, header: block.header, state };
    this.blocks.push(block);
    const recorded = new Set(block.transactions.map(({ txId }) => toHex(txId)));
    return transactions.map(({ txId }) => recorded.has(toHex(txId)));
  }

  /** What a block with just this transaction is refused for; undefined: its transactions are not why. */
  refusalInBlock(transaction: SealedTransaction, afterMs: number): string | undefined {
    const { block } = this.chain.build([], afterMs);
    try {
      this.execute(sealBlock({ ...block.header, transactionCount: 1 }, [transaction]));
    } catch (error) {
      if (error instanceof BlockInvalid) return error.code === 'INVALID_TRANSACTION' ? String(error.facts.reason) : undefined;
      throw error;
    }
    return undefined;
  }

  /** Every spendable output, by "transaction id:index", in words that a model can be asked for too. */
  outputs(): Map<string, string> {
    const found = new Map<string, string>();
    for (const [key, value] of this.chain.head.state.range({ from: OUTPUTS, to: OUTPUTS + LAST_KEY.repeat(40), limit: ALL })) {
      const place = Buffer.from(key.slice(OUTPUTS.length), 'latin1');
      found.set(`${place.subarray(0, 32).toString('hex')}:${place.readUInt32BE(32)}`, outputWords(decodeOutput(value)));
    }
    return found;
  }

  /** Whether the state's root is that of a tree built anew from its entries. */
  isRootRebuilt(): boolean {
    const { state } = this.chain.head;
    const entries = state.range({ from: '', limit: ALL });
    return toHex(StateVersion.ofEntries(entries).root) === toHex(state.root);
  }

  /** Executes the whole chain from genesis once more. @returns whether it ends with the same state */
  isReplayed(): boolean {
    const again = new LedgerChain();
    for (const block of this.blocks) again.head = { id: block.id, header: block.header, state: again.executor.execute(again.head, block).state };
    return toHex(again.head.state.root) === toHex(this.chain.head.state.root);
  }

  private execute(block: SealedBlock): StateVersion {
    return this.chain.executor.execute(this.chain.head, block).state;
  }
}

export function outputWords(output: Output): string {
  const amount = output.value.kind === 'amount' ? String(output.value.amount) : 'hidden';
  return `${toHex(output.assetId)} ${amount} ${JSON.stringify(output.lock, (_, it) => (it instanceof Uint8Array ? toHex(it) : it))}`;
}

export function realOutput({ asset, amount, owners, threshold, notBeforeMs }: AttemptedOutput): Output {
  if (owners.length === 0) return outputOf(assetOf(asset), amount, { kind: 'retire' });
  const lock = lockOfSome(threshold, ...owners);
  return outputOf(assetOf(asset), amount, notBeforeMs === undefined ? lock : { ...lock, notBeforeMs });
}

/** The last signature is as long as a real one, and is not one. */
function withForgedSignature({ body, signatures }: SealedTransaction): SealedTransaction {
  const last = signatures.length - 1;
  return sealTransaction({ body, signatures: signatures.map((it, i) => (i === last ? { ...it, signature: it.signature.map((byte, at) => (at === 0 ? byte ^ 1 : byte)) } : it)) });
}
