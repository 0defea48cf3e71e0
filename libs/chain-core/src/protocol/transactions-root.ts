import { merkleRoot } from '../crypto/merkle';
import type { Bytes, Hash } from '../primitives/bytes';
import type { SealedTransaction } from './transaction';

const roots = new WeakMap<readonly SealedTransaction[], Hash>();

/** The root that a header commits to its transactions with. Worked out once for a list, which must not change afterwards. */
export function transactionsRoot(transactions: readonly SealedTransaction[]): Hash {
  if (transactions.length === 0) return merkleRoot([]);
  const known = roots.get(transactions);
  if (known !== undefined) return known;
  const root = merkleRoot(transactions.map(bytesOf));
  roots.set(transactions, root);
  return root;
}

function bytesOf({ bytes }: SealedTransaction): Bytes {
  return bytes;
}
