import { defineModule } from '@bystack/chain-core/module';
import { afterKey, args, key, moment, name, pageLimit, pageOf, role } from '../shapes';
import { ERRORS } from './errors';
import { LIMITS } from './limits';
import { applyGrant, applyRegister, applyRename, applyRevoke, checkGrant, checkRegister, checkRename, checkRevoke } from './commands';
import { attributesOf, hasRole, isMember, members, nameOf, rolesOf, whoIs, writeFoundingMembers } from './members';
import { checkParams, warnParams, type Params } from './params';

const member = args({ key, name, roles: { type: 'array', items: role, maxItems: LIMITS.rolesMax } }, ['key', 'name']);
/** How a member is told of; whoever administers need not have a name. */
const shown = args({
  key, name: { ...name, minLength: 0 }, roles: { type: 'array', items: role, 'x-title': { en: 'Roles', zh: '角色' } },
  registeredAtMs: moment('Registered', '注册时间'), isAdmin: { type: 'boolean', 'x-title': { en: 'Administrator', zh: '管理员' } },
}, ['key', 'name', 'roles', 'registeredAtMs', 'isAdmin']);

/** Anyone may take part under a name of their own; administrators give roles. */
export const openRegistration = defineModule<Params>({
  name: 'open-registration',
  version: '1.0.0',
  slot: 'identity',
  title: { en: 'Open registration', zh: '开放注册' },
  summary: {
    en: 'Anyone can register a name for their key and take part; administrators hand out roles such as notary.',
    zh: '任何人都可以为自己的密钥登记名称并参与；管理员授予公证人等角色。',
  },
  params: {
    type: 'object',
    properties: {
      admins: { type: 'array', items: key, maxItems: LIMITS.adminsMax, uniqueItems: true, default: [], 'x-title': { en: 'Administrators’ keys', zh: '管理员密钥' }, 'x-description': { en: 'They grant and take roles.', zh: '可授予和撤销角色。' } },
      members: { type: 'array', items: member, maxItems: LIMITS.foundingMembersMax, default: [], 'x-title': { en: 'Members from the start', zh: '创始成员' } },
    },
    additionalProperties: false,
  },
  checkParams,
  warnParams,
  stores: {
    members: { number: 1, holds: 'public key -> member' },
    names: { number: 2, holds: 'hash(name as compared) -> public key' },
  },
  commands: {
    register: { title: { en: 'Register my name', zh: '登记我的名称' }, payload: args({ name }, ['name']), check: checkRegister, apply: applyRegister },
    rename: { title: { en: 'Change my name', zh: '更改我的名称' }, payload: args({ name }, ['name']), check: checkRename, apply: applyRename },
    grantRole: { title: { en: 'Give a role', zh: '授予角色' }, payload: args({ key, role }, ['key', 'role']), check: checkGrant, apply: applyGrant },
    revokeRole: { title: { en: 'Take a role away', zh: '撤销角色' }, payload: args({ key, role }, ['key', 'role']), check: checkRevoke, apply: applyRevoke },
  },
  queries: {
    whoIs: { title: { en: 'Who a key belongs to', zh: '密钥属于谁' }, args: args({ key }, ['key']), result: { ...shown, type: ['object', 'null'] }, answer: whoIs },
    members: {
      title: { en: 'Everybody who is registered', zh: '全部注册成员' },
      args: args({ limit: pageLimit(LIMITS.pageMax), after: afterKey }, []),
      result: pageOf('members', shown),
      answer: members,
    },
  },
  methods: { isMember, rolesOf, hasRole, nameOf, attributesOf },
  events: {
    registered: { title: { en: 'Somebody registered', zh: '有新成员注册' }, data: args({ key, name }, ['key', 'name']) },
    renamed: { title: { en: 'Somebody changed their name', zh: '成员更改了名称' }, data: args({ key, name }, ['key', 'name']) },
    roleGranted: { title: { en: 'A role was given', zh: '角色已授予' }, data: args({ key, role }, ['key', 'role']) },
    roleRevoked: { title: { en: 'A role was taken away', zh: '角色已撤销' }, data: args({ key, role }, ['key', 'role']) },
  },
  errors: ERRORS,
  hooks: { genesis: (context) => writeFoundingMembers(context) },
});
