import type { NodeView } from '@bystack/api';
import type { BystackClient } from '../client/client';
import type { Call } from './command';
import { LocalError } from './exit';
import { findChain } from './find-chain';

/** Seats count from 1 for people: in the console, in receipts and here. */
export const seatOf = ({ seat }: NodeView): string => String(seat + 1);

/** By id or seat. @throws LocalError NOT_FOUND */
export async function findNode(client: BystackClient, chainId: string, wanted: string): Promise<NodeView> {
  const { items } = await client.chains.nodes(chainId);
  const node = items.find((one) => one.nodeId === wanted || seatOf(one) === wanted);
  if (!node) throw new LocalError('NOT_FOUND', `There is no node “${wanted}”: see \`bystack nodes list\`.`);
  return node;
}

/** The node that the arguments CHAIN and NODE name. */
export async function namedNode(call: Call): Promise<{ readonly client: BystackClient; readonly chainId: string; readonly node: NodeView }> {
  const client = call.client();
  const { chainId } = await findChain(client, call.arguments.CHAIN);
  return { client, chainId, node: await findNode(client, chainId, call.arguments.NODE) };
}
