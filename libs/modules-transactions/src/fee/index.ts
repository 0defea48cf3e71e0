import { defineModule, type JsonSchema } from '@bystack/chain-core/module';
import { creditOfFee2 } from '../credit-of-fee-2';
import { applyCharge, charge } from './charge';
import { fromQuota1, fromQuota2 } from './from-quota';
import { checkParams, params, warnParams, type Params } from './params';
import { account, accounts, price } from './queries';
import { RESULTS } from './results';

const key: JsonSchema = { type: 'string', pattern: '^[0-9a-f]{64}$', minLength: 64, maxLength: 64, 'x-widget': 'key', 'x-title': { en: 'Key', zh: '密钥' } };
const args = (properties: JsonSchema, required: readonly string[]): JsonSchema => ({ type: 'object', properties, required: [...required], additionalProperties: false });

/** Whoever writes pays, in an asset of the chain, to a treasury. How, and who can lock whom out: README.md. */
export const fee = defineModule<Params>({
  name: 'fee',
  version: '1.0.0',
  slot: 'transactions',
  needsAssets: true,
  notAtFounding: 'NO_ASSET_YET',
  title: { en: 'Fee', zh: '收费' },
  summary: {
    en: 'Each transaction costs a fixed amount of an asset, which the writer pays in beforehand; a recorded refusal costs the same, voting is free.',
    zh: '每笔交易收取固定数额的资产，由写入者预先缴付；被记录的拒绝同样收费，投票免费。',
  },
  params,
  checkParams,
  warnParams,
  stores: { accounts: { number: 1, holds: 'public key + asset id -> what is paid in of it and not used, in its units (8 bytes)' } },
  queries: {
    account: { title: { en: 'What a key has paid in and not used', zh: '密钥的预付余额' }, args: args({ key }, ['key']), result: RESULTS.account, answer: account },
    accounts: {
      title: { en: 'All accounts', zh: '全部账户' },
      args: args({ limit: { type: 'integer', minimum: 1, maximum: 500, 'x-title': { en: 'At most so many', zh: '最多条数' } }, after: { type: 'string', pattern: '^[0-9a-f]{128}$', minLength: 128, maxLength: 128, 'x-title': { en: 'After this account', zh: '此账户之后' } } }, []),
      result: RESULTS.accounts,
      answer: accounts,
    },
    price: {
      title: { en: 'What a transaction costs', zh: '交易价格' },
      args: args({ sizeBytes: { type: 'integer', minimum: 0, maximum: 1_048_576, 'x-title': { en: 'Its size in bytes', zh: '交易字节数' } } }, ['sizeBytes']),
      result: RESULTS.price,
      answer: price,
    },
  },
  /** In this order. */
  errors: {
    PAYMENT_WITH_COMMANDS: { status: 422, words: { en: 'A payment to the treasury stands in a transaction of its own, without commands.', zh: '向金库付款须单独成交易，不得附带命令。' } },
    FEE_UNPAID: {
      status: 422,
      words: {
        en: 'This transaction costs {price} and there are {account} on the account of {payer}: {missing} are missing. Pay in first, with a transfer of the asset {asset} to the treasury.',
        zh: '该交易需付 {price}，而 {payer} 的账户中有 {account}，尚缺 {missing}。请先将资产 {asset} 转入金库缴付。',
      },
    },
    ACCOUNT_FULL: { status: 422, words: { en: 'The account of {key} would hold more than an amount can be.', zh: '{key} 的账户将超过数额上限。' } },
    /** Of whoever founds a chain. */
    NO_ASSET_YET: {
      status: 422,
      words: {
        en: 'No chain can be founded with fees: its assets are defined once it is there, so nobody could pay, and nothing but votes could be recorded. Found it with quotas, define the asset and hand it out, then propose fees to the validators (docs/assets-and-fees.md).',
        zh: '创立时不能选择收费：资产要在链建成后才能定义，届时无人付得起，除表决外无法记录任何内容。请先以配额创立，定义并发放资产，再向验证者提议收费（docs/assets-and-fees.md）。',
      },
    },
  },
  policy: { check: charge, apply: applyCharge },
  migrateFrom: { 'quota@1.0.0': fromQuota1, 'quota@2.0.0': fromQuota2, 'fee@2.0.0': creditOfFee2('accounts') },
});
