import type { BurialView } from '@bystack/api';
import type { ChainNode, TransactionStanding } from '@bystack/chain-core/node';

/** What is between a transaction that is not final and being so, on chains of open competition; nothing elsewhere. */
export function burialIn(node: ChainNode, standing: TransactionStanding): { readonly burial?: BurialView } {
  if (standing.state !== 'pending' && standing.state !== 'head') return {};
  const burial = node.transactions.burial(standing.state === 'head' ? standing.block.header.height : undefined);
  return burial === undefined ? {} : { burial: { ...burial, depth: burial.depth ?? null } };
}
