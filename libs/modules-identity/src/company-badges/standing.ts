import { fromHex, type Json, type ModuleContext } from '@bystack/chain-core/module';
import type { Params } from './params';
import { readMember, readOrganisation, readRevocation, type Member } from './records';
import { distrustOf } from './distrust';

type Context = ModuleContext<Params>;

/** The first instant at which a membership no longer holds, as far as the chain knows now; undefined: none. All that it depends on is never taken back. */
export function endOf({ state }: Context, { badge, leftAtMs }: Member): number | undefined {
  const ends = [leftAtMs];
  if (badge !== null) {
    ends.push(badge.endsAtMs, readRevocation(state, badge.authority, badge.serial)?.atMs ?? null);
    ends.push(distrustOf(state, badge.authority), readOrganisation(state, badge.organisation)!.closedAtMs);
  }
  const known = ends.filter((end) => end !== null);
  return known.length === 0 ? undefined : Math.min(...known);
}

export function isStanding(context: Context, member: Member): boolean {
  const end = endOf(context, member);
  return end === undefined || context.timeMs < end;
}

/** What a badge gives is what its certificate says and its organisation may give. */
export function rolesNow({ state }: Context, { roles, badge }: Member): readonly string[] {
  if (badge === null) return roles;
  const allowed = readOrganisation(state, badge.organisation)!.roles;
  return roles.filter((role) => allowed.includes(role));
}

const NOBODY_ELSE: Member = { name: '', roles: [], sinceMs: 0, badge: null, leftAtMs: null };

/** Whoever takes part now. Administrators do, whether they hold a badge or not: they must be able to act before anybody does. */
export function memberNow(context: Context, hex: string): Member | undefined {
  const key = fromHex(hex, 32);
  const member = key && readMember(context.state, key);
  if (member !== undefined && isStanding(context, member)) return member;
  return context.params.admins?.includes(hex) === true ? NOBODY_ELSE : undefined;
}

export function isMember(context: Context, { key }: { key: string }): Json {
  return memberNow(context, key) !== undefined;
}
export function rolesOf(context: Context, { key }: { key: string }): Json {
  const member = memberNow(context, key);
  return member === undefined ? [] : rolesNow(context, member);
}
/** Whether the key has any of the roles. */
export function hasRole(context: Context, { key, roles }: { key: string; roles: readonly string[] }): Json {
  return (rolesOf(context, { key }) as readonly string[]).some((role) => roles.includes(role));
}
/** A member's name and, with a badge, the organisation's. Said of those who left, too: their acts stay theirs. */
export function nameOf({ state }: Context, { key }: { key: string }): Json {
  const bytes = fromHex(key, 32);
  const member = bytes && readMember(state, bytes);
  if (member === undefined) return null;
  return member.badge === null ? member.name : `${member.name} (${readOrganisation(state, member.badge.organisation)!.name})`;
}
/** What the certificate says about its holder; {} for whoever holds none. */
export function attributesOf(context: Context, { key }: { key: string }): Json {
  return memberNow(context, key)?.badge?.attributes ?? {};
}
export function organisationOf(context: Context, { key }: { key: string }): Json {
  return memberNow(context, key)?.badge?.organisation ?? null;
}
