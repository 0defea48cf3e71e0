import type { BystackClient } from '../../client/client';
import { ApiProblem } from '../../client/errors';
import { oneLine } from '../printable';
import { BADGES } from './badge-files';

/** Warns of roles that nothing refers to on any of the organisation's chains with company badges, and tells those that something does. Undefined: all mean something, or no such chain says. */
export async function rolesWarning(client: BystackClient, roles: readonly string[]): Promise<string | undefined> {
  if (roles.length === 0) return undefined;
  const chains = await badgeChains(client);
  const idle = roles.filter((role) => chains.every((chain) => !chain.roles.includes(role)));
  if (chains.length === 0 || idle.length === 0) return undefined;
  const told = chains.map((chain) => `“${oneLine(chain.name)}”: ${chain.roles.join(', ') || 'none'}`);
  const [what, it] = idle.length === 1 ? ['the role', 'it allows'] : ['the roles', 'they allow'];
  return `Mind: no rule of your running chains with company badges refers to ${what} ${idle.map((role) => `“${oneLine(role)}”`).join(', ')}, so ${it} nothing there beyond what every member may do anyway. Roles that rules refer to, on ${told.join('; on ')}.`;
}

/** The organisation's chains with company badges. None where a control plane of before does not say. */
export async function badgeChains(client: BystackClient): Promise<Awaited<ReturnType<BystackClient['badges']['roles']>>['items']> {
  try {
    return (await client.badges.roles()).items.filter(({ identity }) => identity === BADGES);
  } catch (error) {
    if (error instanceof ApiProblem) return [];
    throw error;
  }
}
