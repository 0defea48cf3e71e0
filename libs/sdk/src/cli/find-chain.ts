import type { ChainView } from '@bystack/api';
import type { BystackClient } from '../client/client';
import { LocalError } from './exit';

/** @param chain an id (64 hex digits) or a name @throws LocalError NOT_FOUND, NAME_AMBIGUOUS */
export async function findChain(client: BystackClient, chain: string): Promise<ChainView> {
  if (/^[0-9a-f]{64}$/.test(chain)) return client.chains.show(chain);
  const { items } = await client.chains.list();
  const found = items.filter(({ name }) => name === chain);
  if (found.length === 1) return found[0];
  if (found.length > 1) throw new LocalError('NAME_AMBIGUOUS', `${found.length} chains are called “${chain}”: give the id.`);
  const names = items.map(({ name }) => `“${name}”`).join(', ');
  throw new LocalError('NOT_FOUND', `There is no chain “${chain}”. ${names ? `There are: ${names}.` : 'There is no chain yet: `bystack chains create` makes one.'}`);
}
