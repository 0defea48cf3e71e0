import {
  canonicalJson, concatBytes, fromHex, hash, parseCanonicalJson, toHex, utf8, type Bytes, type Json, type ModuleContext, type ReadView, type WriteBatch,
} from '@bystack/chain-core/module';
import { LIMITS } from './limits';
import { comparedName } from '../clean-name';
import type { Params } from './params';

export interface Member {
  readonly name: string;
  readonly roles: readonly string[];
  readonly registeredAtMs: number;
}
type Context = ModuleContext<Params>;

const nameKey = (name: string): Bytes => hash(utf8(comparedName(name)));

/** What bytes of the state were read as: every transaction asks who its signers are. Bytes in a state are never changed. */
const read = new WeakMap<Bytes, Member>();

export function readMember(state: ReadView, key: Bytes): Member | undefined {
  const bytes = state.get('members', key);
  if (bytes === undefined) return undefined;
  const member = read.get(bytes) ?? (parseCanonicalJson(bytes) as unknown as Member);
  read.set(bytes, member);
  return member;
}
export function isNameTaken(state: ReadView, name: string): boolean {
  return state.get('names', nameKey(name)) !== undefined;
}

export function writeMember(state: WriteBatch, key: Bytes, member: Member, before?: Member): void {
  if (before !== undefined && before.name !== member.name) state.delete('names', nameKey(before.name));
  state.put('members', key, canonicalJson(member as unknown as Json));
  state.put('names', nameKey(member.name), key);
}

export function writeFoundingMembers({ params, state, timeMs }: ModuleContext<Params, WriteBatch>): void {
  for (const { key, name, roles = [] } of params.members ?? []) {
    writeMember(state, fromHex(key, 32)!, { name, roles: [...new Set(roles)].sort(), registeredAtMs: timeMs });
  }
}

/** Administrators are members, whether they took a name or not: they must be able to act before anybody registered. */
function memberOf(context: Context, hex: string): Member | undefined {
  const member = readMember(context.state, fromHex(hex, 32) ?? new Uint8Array(32));
  if (member !== undefined || context.params.admins?.includes(hex) !== true) return member;
  return { name: '', roles: [], registeredAtMs: 0 };
}

export function isMember(context: Context, { key }: { key: string }): Json {
  return memberOf(context, key) !== undefined;
}
export function rolesOf(context: Context, { key }: { key: string }): Json {
  return memberOf(context, key)?.roles ?? [];
}
/** Whether the key has any of the roles. */
export function hasRole(context: Context, { key, roles }: { key: string; roles: readonly string[] }): Json {
  return (memberOf(context, key)?.roles ?? []).some((role) => roles.includes(role));
}
export function nameOf(context: Context, { key }: { key: string }): Json {
  return readMember(context.state, fromHex(key, 32) ?? new Uint8Array(32))?.name ?? null;
}

/** A registration says a name and nothing else. */
export function attributesOf(): Json {
  return {};
}

function shown(context: Context, key: string, member: Member): Json {
  return { key, ...member, isAdmin: context.params.admins?.includes(key) === true } as unknown as Json;
}

export function whoIs(context: Context, { key }: { key: string }): Json {
  const member = memberOf(context, key);
  return member === undefined ? null : shown(context, key, member);
}

/** In ascending order of key; `next` continues after the last one. */
export function members(context: Context, { limit = LIMITS.pageMax, after }: { limit?: number; after?: string }): Json {
  const from = after === undefined ? undefined : concatBytes(fromHex(after, 32)!, new Uint8Array(1));
  const entries = context.state.range('members', { from, limit });
  const list = entries.map(({ key, value }) => shown(context, toHex(key), parseCanonicalJson(value) as unknown as Member));
  return { members: list, next: entries.length < limit ? null : toHex(entries[entries.length - 1]!.key) };
}
