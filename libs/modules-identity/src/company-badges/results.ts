import type { JsonSchema } from '@bystack/chain-core/module';
import { args, key, moment, name, pageOf } from '../shapes';
import { anyReason, authority, keepers, organisation, organisationName, roles as allowed, serial } from './shapes';

const titled = (type: string | readonly string[], en: string, zh: string): JsonSchema => ({ type, 'x-title': { en, zh } });
/** All parts are told always, be it as null. */
const group = (properties: JsonSchema): JsonSchema => args(properties, Object.keys(properties));
const orNothing = (schema: JsonSchema): JsonSchema => ({ ...schema, type: ['object', 'null'] });
const anyName = { ...name, minLength: 0 };
const roles: JsonSchema = { type: 'array', items: { type: 'string' }, 'x-title': { en: 'Roles', zh: '角色' } };
const endsAtMs = moment('Good until', '有效期至');
const badge: JsonSchema = {
  ...orNothing(group({ organisation, authority, serial, certificate: titled('string', 'Fingerprint of the badge', '工牌指纹'), attributes: titled('object', 'Attributes', '属性'), endsAtMs })),
  'x-title': { en: 'Badge', zh: '工牌' },
};
const sinceMs = moment('Since', '起始时间');

const member = group({ key, name: anyName, roles, isAdmin: titled('boolean', 'Administrator', '管理员'), takesPart: titled('boolean', 'Takes part', '参与中'), sinceMs, endsAtMs, badge });
const membership = group({ name: anyName, roles, sinceMs, badge, leftAtMs: moment('Left', '退出时间'), endsAtMs });
const company = group({ organisation, name: organisationName, roles: allowed, keepers, addedAtMs: moment('Joined', '加入时间'), closedAtMs: moment('Closed', '终止时间') });
const issuer = group({
  authority, name: titled('string', 'Name', '名称'), validFrom: titled('string', 'Valid from', '生效时间'), validUntil: titled('string', 'Valid until', '失效时间'),
  badgesVoidSinceMs: moment('Its badges are void since', '其工牌失效时间'), organisation, addedAtMs: moment('Added', '添加时间'), issuer: titled(['string', 'null'], 'Issued by', '签发者'), serial,
  below: titled(['integer', 'null'], 'Authorities that may stand below it', '允许的下级机构数'), endsAtMs, retiredAtMs: moment('Retired', '停用时间'), distrustedAtMs: moment('Distrusted since', '不再信任起始时间'),
});

/** What the answers of queries look like. */
export const RESULTS = {
  whoIs: orNothing(member),
  members: pageOf('members', member),
  history: group({ memberships: { type: 'array', items: membership } }),
  organisations: pageOf('organisations', company),
  authorities: group({ authorities: { type: 'array', items: issuer } }),
  certificate: orNothing(group({ id: authority, pem: titled('string', 'Certificate (PEM)', '证书（PEM）') })),
  revocation: orNothing(group({ atMs: moment('Revoked', '吊销时间'), reason: anyReason })),
  statement: group({ text: titled('string', 'Statement', '声明') }),
};
