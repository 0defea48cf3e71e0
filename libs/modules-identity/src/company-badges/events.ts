import type { EventDefinition, JsonSchema } from '@bystack/chain-core/module';
import { args, key, name, role } from '../shapes';
import { anyReason, authority, badgesOfRetired, keepers, organisation, serial } from './shapes';

const event = (en: string, zh: string, properties: JsonSchema): EventDefinition => ({ title: { en, zh }, data: args(properties, Object.keys(properties)) });
const roles: JsonSchema = { type: 'array', items: role, 'x-title': { en: 'Roles', zh: '角色' } };

export const EVENTS: Readonly<Record<string, EventDefinition>> = {
  organisationAdded: event('An organisation joined', '组织已加入', { organisation, name, authority }),
  organisationChanged: event('An organisation was changed', '组织已更改', { organisation, name, roles }),
  keepersChanged: event('An organisation has other keepers', '组织的保管人已更改', { organisation, keepers }),
  organisationClosed: event('An organisation left; its badges are void', '组织已退出，其工牌失效', { organisation }),
  authorityAdded: event('A certificate authority was added', '已添加证书颁发机构', { organisation, authority }),
  authorityRetired: event('A certificate authority was retired', '证书颁发机构已停用', { organisation, authority, badges: badgesOfRetired }),
  enrolled: event('Somebody showed their badge', '有人出示了工牌', { key, name, organisation, roles, authority, serial }),
  left: event('Somebody left', '有成员退出', { key, name }),
  revoked: event('A certificate was revoked', '证书已吊销', { authority, serial, reason: anyReason, key: { ...key, type: ['string', 'null'] } }),
  listTaken: event('An authority’s list of revoked certificates was taken in', '已收录机构的吊销列表', { authority, count: { type: 'integer', minimum: 0, 'x-title': { en: 'Newly revoked', zh: '新吊销数' } } }),
};
