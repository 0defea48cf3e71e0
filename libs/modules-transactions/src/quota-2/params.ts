import { refuse, type JsonSchema } from '@bystack/chain-core/module';
import type { Rate } from '../quota/bucket';

export interface RoleRate extends Rate {
  readonly role: string;
}
export interface Params {
  readonly perMember: Rate;
  /** In place of `perMember` for whoever has the role. */
  readonly perRole: readonly RoleRate[];
  /** Shared by all keys that are no member's. */
  readonly others: Rate;
}

const ROLES_MAX = 32;

const perMinute = (otherwise: number): JsonSchema => ({ type: 'integer', minimum: 0, maximum: 1_000_000, default: otherwise, 'x-title': { en: 'Transactions a minute (0: no limit)', zh: '每分钟交易数（0 表示不限）' } });
const burst = (otherwise: number): JsonSchema => ({
  type: 'integer', minimum: 1, maximum: 1_000_000, default: otherwise,
  'x-title': { en: 'At most at once', zh: '一次最多' },
  'x-description': { en: 'What may be written in one go, and so in one block, after a pause.', zh: '停顿之后一次（因而在一个区块内）可写入的数量。' },
});
const rate = (minute: number, once: number, en: string, zh: string): JsonSchema => ({
  type: 'object',
  title: en,
  'x-title': { en, zh },
  properties: { perMinute: perMinute(minute), burst: burst(once) },
  required: ['perMinute', 'burst'],
  additionalProperties: false,
  default: { perMinute: minute, burst: once },
});

export const params: JsonSchema = {
  type: 'object',
  properties: {
    perMember: rate(600, 200, 'Each member', '每个成员'),
    perRole: {
      type: 'array',
      maxItems: ROLES_MAX,
      default: [],
      'x-title': { en: 'Members with a role', zh: '具有特定角色的成员' },
      'x-description': { en: 'Instead of the rate of each member; with several of these roles, the one that lets through most counts.', zh: '代替每个成员的速率；具有多个所列角色时，以最宽松者为准。' },
      items: {
        type: 'object',
        properties: {
          role: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,31}$', maxLength: 32, 'x-title': { en: 'Role', zh: '角色' } },
          perMinute: perMinute(600),
          burst: burst(200),
        },
        required: ['role', 'perMinute', 'burst'],
        additionalProperties: false,
      },
    },
    others: rate(60, 20, 'All strangers together', '所有非成员合计'),
  },
  additionalProperties: false,
};

/** A role has one rate. */
export function checkParams({ perRole }: Params): void {
  perRole.forEach(({ role }, place) => {
    const first = perRole.findIndex((other) => other.role === role);
    if (first < place) refuse('ROLE_TWICE', { path: `/perRole/${place}/role`, reason: `the role “${role}” has a rate already, in place ${first + 1} of the list` });
  });
}
