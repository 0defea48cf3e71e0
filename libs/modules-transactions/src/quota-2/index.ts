import { defineModule, type PolicyFacts } from '@bystack/chain-core/module';
import { creditOfFee2 } from '../credit-of-fee-2';
import { warnOfFreeStrangers } from '../free-strangers';
import { BUCKETS, QUOTA_ERRORS, spendOne, writeSpent, type Spent } from '../quota/spend-buckets';
import { fromFee, fromQuota1 } from './migrations';
import { checkParams, params, type Params } from './params';
import { quotaOf } from './queries';
import { QUOTA } from './result';
import { spenders } from './spenders';

/** Who may write how much, without a token: so many transactions a minute for each member, more or fewer for a role, measured in block time. */
export const quota2 = defineModule<Params>({
  name: 'quota',
  version: '2.0.0',
  slot: 'transactions',
  title: { en: 'Quota', zh: '配额' },
  summary: {
    en: 'Each member may write so many transactions a minute, members with a role more or fewer; nobody pays anything.',
    zh: '每个成员每分钟可写入一定数量的交易，具有特定角色者可多可少；无需支付任何费用。',
  },
  params,
  checkParams,
  warnParams: warnOfFreeStrangers,
  needs: ['slot:identity'],
  stores: {
    buckets: BUCKETS,
    credits: { number: 2, holds: 'public key + asset id -> what was paid in of it while fees were asked for and was not used (8 bytes)' },
  },
  queries: {
    quotaOf: {
      title: { en: 'What a key may write', zh: '密钥的写入配额' },
      args: { type: 'object', properties: { key: { type: 'string', pattern: '^[0-9a-f]{64}$', minLength: 64, maxLength: 64, 'x-widget': 'key', 'x-title': { en: 'Key', zh: '密钥' } } }, required: ['key'], additionalProperties: false },
      result: QUOTA,
      answer: quotaOf,
    },
  },
  errors: QUOTA_ERRORS,
  policy: {
    check: (context, { signers }: PolicyFacts) => spendOne(context.state, context.timeMs, spenders(context, signers)),
    apply: ({ state }, _facts, spent: readonly Spent[]) => writeSpent(state, spent),
  },
  migrateFrom: { 'quota@1.0.0': fromQuota1, 'fee@1.0.0': fromFee, 'fee@2.0.0': creditOfFee2('credits') },
});
