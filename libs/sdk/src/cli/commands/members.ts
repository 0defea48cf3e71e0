import type { MemberLink, Role } from '@bystack/api';
import type { AccountClient } from '../../client/account';
import { text, type Command } from '../command';
import { table, when } from '../table';

const ROLE = { role: { type: 'string', value: 'ROLE', help: 'owner, operator, clerk or auditor (default clerk)' } } as const;
const roleOf = (values: Parameters<typeof text>[0]): Role => (text(values, 'role') ?? 'clerk') as Role;

function linkWords(account: AccountClient, link: MemberLink): string {
  return `${account.addressOf(link)}\n\nShown only now; it counts once, until ${when(link.expiresAtMs)}. Whoever opens it sets the password.`;
}

const list: Command = {
  name: 'members list',
  summary: 'list the people of your organisation',
  async run(call) {
    const { items } = await call.client().account.members();
    const rows = items.map((member) => [member.name, member.email, member.role, member.isInvited ? 'invited' : 'joined', when(member.addedAtMs), member.userId]);
    return { json: items, text: table(['NAME', 'E-MAIL', 'ROLE', 'STATE', 'ADDED', 'ID'], rows) };
  },
};

const invite: Command = {
  name: 'members invite',
  arguments: ['EMAIL', 'NAME'],
  options: ROLE,
  summary: 'add somebody; prints the one-time link for them',
  async run(call) {
    const { account } = call.client();
    const { EMAIL: email, NAME: name } = call.arguments;
    const invited = await account.inviteMember({ email, name, role: roleOf(call.values) });
    return { json: { ...invited, url: account.addressOf(invited) }, text: linkWords(account, invited) };
  },
};

const setRole: Command = {
  name: 'members role',
  arguments: ['ID'],
  options: ROLE,
  summary: 'change what somebody may do',
  async run(call) {
    const member = await call.client().account.setMemberRole(call.arguments.ID, roleOf(call.values));
    return { json: member, text: `${member.name} is ${member.role} now.` };
  },
};

const link: Command = {
  name: 'members link',
  arguments: ['ID'],
  summary: 'print another one-time link for somebody who lost theirs or forgot the password',
  async run(call) {
    const { account } = call.client();
    const made = await account.memberLink(call.arguments.ID);
    return { json: { ...made, url: account.addressOf(made) }, text: linkWords(account, made) };
  },
};

const remove: Command = {
  name: 'members remove',
  arguments: ['ID'],
  summary: 'take somebody out of your organisation; their sessions end at once',
  async run(call) {
    await call.client().account.removeMember(call.arguments.ID);
    return { json: { removed: call.arguments.ID }, text: 'Removed.' };
  },
};

export const memberCommands = [list, invite, setRole, link, remove];
