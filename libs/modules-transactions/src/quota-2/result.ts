import type { JsonSchema } from '@bystack/chain-core/module';

const whole = (en: string, zh: string): JsonSchema => ({ type: ['integer', 'null'], 'x-title': { en, zh } });
const text = (en: string, zh: string): JsonSchema => ({ type: 'string', 'x-title': { en, zh } });

/** What is answered about a key. `left`: null where nothing is limited. */
export const QUOTA: JsonSchema = {
  type: 'object',
  properties: {
    key: text('Key', '密钥'),
    member: { type: 'boolean', 'x-title': { en: 'Member', zh: '成员' } },
    perMinute: whole('Transactions a minute (0: no limit)', '每分钟交易数（0 表示不限）'),
    burst: whole('At most at once', '一次最多'),
    left: whole('Of these, now', '目前可用'),
    credits: { type: 'array', 'x-title': { en: 'Paid in for fees and kept', zh: '保留的预付费用' }, items: { type: 'object', properties: { asset: text('Asset', '资产'), amount: text('Amount', '数额') }, required: ['asset', 'amount'] } },
  },
  required: ['key', 'member', 'perMinute', 'burst', 'left', 'credits'],
  additionalProperties: false,
};
