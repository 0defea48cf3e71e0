import { fromHex, refuse, toHex, type ApplyContext, type CheckContext } from '@bystack/chain-core/module';
import { LIMITS } from './limits';
import { isNameTaken, readMember, writeMember, type Member } from './members';
import { comparedName, isCleanName } from '../clean-name';
import type { Params } from './params';

type Check = CheckContext<Params>;
type Apply = ApplyContext<Params>;
interface Named {
  readonly name: string;
}
interface RoleOf {
  readonly key: string;
  readonly role: string;
}

/** In this order: NAME_INVALID, ALREADY_REGISTERED, NAME_TAKEN. */
export function checkRegister({ state, actor }: Check, { name }: Named): void {
  checkName(name);
  if (readMember(state, actor) !== undefined) refuse('ALREADY_REGISTERED', { key: toHex(actor) });
  if (isNameTaken(state, name)) refuse('NAME_TAKEN', { path: '/name', name });
}
export function applyRegister(context: Apply, { name }: Named): void {
  writeMember(context.state, context.actor, { name, roles: [], registeredAtMs: context.timeMs });
  context.emit('registered', { key: toHex(context.actor), name });
}

/** In this order: NAME_INVALID, NOT_REGISTERED, NAME_TAKEN (a new spelling of one's own name is free). */
export function checkRename({ state, actor }: Check, { name }: Named): void {
  checkName(name);
  const member = readMember(state, actor) ?? refuse('NOT_REGISTERED', { key: toHex(actor) });
  if (comparedName(member.name) !== comparedName(name) && isNameTaken(state, name)) refuse('NAME_TAKEN', { path: '/name', name });
}
export function applyRename(context: Apply, { name }: Named): void {
  const member = readMember(context.state, context.actor)!;
  writeMember(context.state, context.actor, { ...member, name }, member);
  context.emit('renamed', { key: toHex(context.actor), name });
}

/** In this order: NOT_ADMINISTRATOR, NOT_REGISTERED, ROLE_HELD, TOO_MANY_ROLES. */
export function checkGrant(context: Check, { key, role }: RoleOf): void {
  const member = registered(context, key);
  if (member.roles.includes(role)) refuse('ROLE_HELD', { key, role });
  if (member.roles.length >= LIMITS.rolesMax) refuse('TOO_MANY_ROLES', { key, limit: LIMITS.rolesMax });
}
export function applyGrant(context: Apply, { key, role }: RoleOf): void {
  const bytes = fromHex(key, 32)!;
  const member = readMember(context.state, bytes)!;
  writeMember(context.state, bytes, { ...member, roles: [...member.roles, role].sort() });
  context.emit('roleGranted', { key, role });
}

/** In this order: NOT_ADMINISTRATOR, NOT_REGISTERED, ROLE_NOT_HELD. */
export function checkRevoke(context: Check, { key, role }: RoleOf): void {
  if (!registered(context, key).roles.includes(role)) refuse('ROLE_NOT_HELD', { key, role });
}
export function applyRevoke(context: Apply, { key, role }: RoleOf): void {
  const bytes = fromHex(key, 32)!;
  const member = readMember(context.state, bytes)!;
  writeMember(context.state, bytes, { ...member, roles: member.roles.filter((held) => held !== role) });
  context.emit('roleRevoked', { key, role });
}

function checkName(name: string): void {
  if (!isCleanName(name)) refuse('NAME_INVALID', { path: '/name', reason: 'a name has no control characters and no spaces at its ends' });
}

function registered({ params, state, actor }: Check, key: string): Member {
  if (params.admins?.includes(toHex(actor)) !== true) refuse('NOT_ADMINISTRATOR', { key: toHex(actor) });
  return readMember(state, fromHex(key, 32)!) ?? refuse('NOT_REGISTERED', { path: '/key', key });
}
