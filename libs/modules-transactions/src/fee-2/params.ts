import type { JsonSchema } from '@bystack/chain-core/module';
import { params as first, type Params as First } from '../fee/params';

export interface Params extends First {
  /** In units of the asset. */
  readonly handOverFrom: number;
}

/** As before, and when the treasury is paid. */
export const params: JsonSchema = {
  ...first,
  properties: {
    ...(first['properties'] as JsonSchema),
    treasury: { ...((first['properties'] as JsonSchema)['treasury'] as JsonSchema), 'x-description': { en: 'Who gets what fees were used up.', zh: '收取已使用费用的一方。' } },
    handOverFrom: {
      type: 'integer', minimum: 1, maximum: 1_000_000_000_000, default: 100, 'x-title': { en: 'Treasury is paid from', zh: '金库结算起点' },
      'x-description': {
        en: 'The treasury gets what was used of an account once it is so much, in the asset’s smallest unit. If fees are given up before, it stays with the account’s owner.',
        zh: '某账户已使用的费用达到此数额（以资产最小单位计）时付给金库。若此前停用收费，则归账户所有者。',
      },
    },
  },
};
