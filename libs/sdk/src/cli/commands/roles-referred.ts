import { isObject, type ChainView, type Json, type ModuleInSlot } from '@bystack/api';
import type { BystackClient } from '../../client/client';
import { ApiProblem } from '../../client/errors';
import { oneLine } from '../printable';
import { BADGES } from './badge-files';

/** More chains are not looked through for a warning. */
const CHAINS_MAX = 32;
/** How a rule asks for a role: `"notary" in roles`. */
const IN_ROLES = /(["'])([a-z][a-z0-9-]{0,31})\1\s+in\s+roles\b/g;

interface Referring {
  readonly chain: string;
  readonly roles: ReadonlySet<string>;
}

/** Warns of roles that nothing refers to on any of the organisation's chains with company badges, and tells those that something does. Nothing where no such chain says. */
export async function rolesWarning(client: BystackClient, roles: readonly string[]): Promise<string | undefined> {
  if (roles.length === 0) return undefined;
  const chains = (await client.chains.list()).items.slice(0, CHAINS_MAX);
  const referring = (await Promise.all(chains.map((chain) => referringOn(client, chain)))).flat();
  const idle = roles.filter((role) => referring.every((one) => !one.roles.has(role)));
  if (referring.length === 0 || idle.length === 0) return undefined;
  const told = referring.map(({ chain, roles: known }) => `“${oneLine(chain)}”: ${[...known].sort().join(', ') || 'none'}`);
  const [what, it] = idle.length === 1 ? ['the role', 'it allows'] : ['the roles', 'they allow'];
  return `Mind: no rule of your chains with company badges refers to ${what} ${idle.map((role) => `“${oneLine(role)}”`).join(', ')}, so ${it} nothing there. Roles that rules refer to, on ${told.join('; on ')}.`;
}

/** A chain that does not run, or has no badges, says nothing. */
async function referringOn(client: BystackClient, { chainId, name }: ChainView): Promise<readonly Referring[]> {
  try {
    const { modules } = await client.governance.modules(chainId);
    return modules.some(({ module }) => module === BADGES) ? [{ chain: name, roles: rolesIn(modules) }] : [];
  } catch (error) {
    if (error instanceof ApiProblem) return [];
    throw error;
  }
}

/** That what is not about identity refers to: who may give a command, what a rule asks for, whom a rate is for. */
export function rolesIn(modules: readonly Pick<ModuleInSlot, 'slot' | 'params'>[]): ReadonlySet<string> {
  return new Set(modules.filter(({ slot }) => slot !== 'identity').flatMap(({ params }) => [...named(params, '')]));
}

/** @param name of the field that the value stands in */
function* named(value: Json, name: string): Generator<string> {
  if (typeof value === 'string') {
    if (name === 'role') yield value;
    else for (const [, , role] of value.matchAll(IN_ROLES)) yield role!;
  } else if (Array.isArray(value)) for (const item of value as readonly Json[]) yield* named(item, name === 'roles' ? 'role' : '');
  else if (isObject(value)) for (const [field, part] of Object.entries(value)) yield* named(part, field);
}
