import type { KnownOfParams, Words } from '@bystack/chain-core/module';
import { checkFoundingMembers, type FoundingMember } from '../founding-members';

/** Keys are public keys in lower-case hexadecimal. */
export interface Params {
  readonly admins?: readonly string[];
  readonly members?: readonly FoundingMember[];
}

export function checkParams({ members = [] }: Params): void {
  checkFoundingMembers(members);
}

/** Roles that the rules ask for, and nobody has or could ever be given. */
export function warnParams({ admins = [], members = [] }: Params, { rolesAsked = [] }: KnownOfParams): readonly Words[] {
  const missing = rolesAsked.filter((role) => !members.some(({ roles = [] }) => roles.includes(role)));
  if (admins.length > 0 || missing.length === 0) return [];
  return [{
    en: `No administrator is named, and no member has the role ${missing.join(' or ')} from the start: nobody could ever be given it, and what the rules keep for it nobody could ever do.`,
    zh: `未指定管理员，且没有创始成员具有角色 ${missing.join('、')}：任何人都无法获得该角色，规则中须由其执行的操作将永远无人能够执行。`,
  }];
}
