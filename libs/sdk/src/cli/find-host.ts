import type { BystackClient } from '../client/client';
import { LocalError } from './exit';

/** @param wanted an id or a name @returns its id @throws LocalError NOT_FOUND, NAME_AMBIGUOUS */
export async function findHost(client: BystackClient, wanted: string): Promise<string> {
  const { items } = await client.hosts.list();
  const [found, ...others] = items.filter(({ id, name }) => id === wanted || name === wanted);
  if (found === undefined) throw new LocalError('NOT_FOUND', `There is no host “${wanted}”: see \`bystack hosts list\`.`);
  if (others.length > 0) throw new LocalError('NAME_AMBIGUOUS', `${1 + others.length} hosts are called “${wanted}”: see \`bystack hosts list\`.`);
  return found.id;
}
