import type { ErrorDefinition } from '@bystack/chain-core/module';

export const ERRORS: Readonly<Record<string, ErrorDefinition>> = {
  NAME_INVALID: { status: 422, words: { en: 'This name cannot be used: {reason}.', zh: '该名称不可用：{reason}。' } },
  NAME_TAKEN: { status: 409, words: { en: 'The name "{name}" is taken.', zh: '名称“{name}”已被占用。' } },
  ALREADY_REGISTERED: { status: 409, words: { en: 'The key {key} is registered already.', zh: '密钥 {key} 已注册。' } },
  NOT_REGISTERED: { status: 404, words: { en: 'The key {key} is not registered.', zh: '密钥 {key} 未注册。' } },
  NOT_ADMINISTRATOR: { status: 403, words: { en: 'Only an administrator of this chain may do this.', zh: '只有本链的管理员可以执行此操作。' } },
  ROLE_HELD: { status: 409, words: { en: 'This member has the role {role} already.', zh: '该成员已拥有角色 {role}。' } },
  ROLE_NOT_HELD: { status: 409, words: { en: 'This member does not have the role {role}.', zh: '该成员没有角色 {role}。' } },
  TOO_MANY_ROLES: { status: 409, words: { en: 'A member has at most {limit} roles.', zh: '成员最多拥有 {limit} 个角色。' } },
};
