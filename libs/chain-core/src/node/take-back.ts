import type { SealedTransaction } from '../protocol/transaction';
import type { BlockTree } from './block-tree';
import type { ExecutedBlock } from './executed-block';

/** Transactions of blocks that were in the branch of the head before and are not in that of the head now, nor recorded there again; oldest first. */
export function abandonedTransactions(tree: BlockTree, before: ExecutedBlock): readonly SealedTransaction[] {
  const abandoned: ExecutedBlock[] = [];
  for (const executed of tree.branch(before.block.id)) {
    if (tree.isOnHead(executed)) break;
    abandoned.unshift(executed);
  }
  if (abandoned.length === 0) return [];
  const transactions = abandoned.flatMap(({ block }) => block.transactions);
  const isHeld = tree.holding(tree.head.block.id);
  return transactions.filter(({ key }) => !isHeld(key));
}
