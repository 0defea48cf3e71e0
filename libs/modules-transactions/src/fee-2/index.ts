import { defineModule, type JsonSchema } from '@bystack/chain-core/module';
import { fee } from '../fee';
import { checkParams, warnParams } from '../fee/params';
import { price } from '../fee/queries';
import { RESULTS_2 } from '../fee/results';
import { applyCharge, charge } from './charge';
import { handOver } from './hand-over';
import { fromFee1, fromQuota1, fromQuota2 } from './migrations';
import { params, type Params } from './params';
import { applyPayOut, checkPayOut } from './pay-out';
import { account, accounts } from './queries';

const hex: JsonSchema = { type: 'string', pattern: '^[0-9a-f]{64}$', minLength: 64, maxLength: 64, 'x-widget': 'key' };
const amount: JsonSchema = { type: 'string', pattern: '^[1-9][0-9]{0,18}$', minLength: 1, maxLength: 19 };

const PAID_OUT: JsonSchema = { key: { ...hex, 'x-title': { en: 'Key', zh: '密钥' } }, asset: { ...hex, 'x-title': { en: 'Asset', zh: '资产' } }, amount: { ...amount, 'x-title': { en: 'Amount', zh: '数额' } } };

/** As fees 1.0.0, but what is paid in stays its owner's until it is used, in outputs that are locked to this module, and is paid out again when they ask. README.md. */
export const fee2 = defineModule<Params>({
  name: 'fee',
  version: '2.0.0',
  slot: 'transactions',
  needsAssets: true,
  notAtFounding: 'NO_ASSET_YET',
  title: fee.title,
  summary: {
    en: 'Each transaction costs a fixed amount of an asset, which the writer pays in beforehand and gets back as far as it is not used; a recorded refusal costs the same, voting is free.',
    zh: '每笔交易收取固定数额的资产，由写入者预先缴付，未使用部分可退还；被记录的拒绝同样收费，投票免费。',
  },
  params,
  checkParams,
  warnParams,
  stores: {
    accounts: { number: 1, holds: 'public key + asset id -> credit, deposited, used of what is deposited (in units of the asset), and the height since which the treasury waits to be paid of it, or 0 (8 bytes each)' },
    deposits: { number: 2, holds: 'public key + asset id + amount subtracted from 2^64 - 1 + transaction id + index u32: an output that is locked for the account' },
    due: { number: 3, holds: 'height u64 + public key + asset id: since then the treasury is owed enough of this account to be paid' },
  },
  locks: { account: { title: { en: 'Paid in for fees', zh: '预付费用' }, owned: true, data: { type: 'object', additionalProperties: false, properties: {} } } },
  commands: {
    'pay-out': {
      title: { en: 'Pay out what is not used', zh: '退还未使用的预付费' },
      payload: {
        type: 'object', additionalProperties: false,
        properties: {
          amount: { ...amount, 'x-title': { en: 'Amount, in the asset’s smallest unit (empty: everything)', zh: '数额，以资产最小单位计（留空为全部）' } },
          asset: { ...hex, 'x-widget': 'asset', 'x-title': { en: 'Asset (empty: the one that fees are asked for in)', zh: '资产（留空为收费所用资产）' } },
        },
      },
      check: checkPayOut,
      apply: applyPayOut,
    },
  },
  queries: {
    account: { ...fee.queries!['account']!, result: RESULTS_2.account, answer: account },
    accounts: { ...fee.queries!['accounts']!, result: RESULTS_2.accounts, answer: accounts },
    price: { ...fee.queries!['price']!, answer: price },
  },
  events: {
    'paid-out': { title: { en: 'Paid out', zh: '已退还' }, data: { type: 'object', additionalProperties: false, required: ['key', 'asset', 'amount'], properties: PAID_OUT } },
  },
  /** In this order. */
  errors: {
    PAYMENT_WITH_COMMANDS: { status: 422, words: { en: 'What is paid in stands in a transaction of its own, without commands.', zh: '缴付须单独成交易，不得附带命令。' } },
    ACCOUNT_FULL: fee.errors!['ACCOUNT_FULL']!,
    FEE_UNPAID: {
      status: 422,
      words: {
        en: 'This transaction costs {price} of the asset {asset} and there are {account} on the account of {payer}: {missing} are missing. Pay in first.',
        zh: '该交易需付资产 {asset} 的 {price}，而 {payer} 的账户中有 {account}，尚缺 {missing}。请先缴付。',
      },
    },
    NOTHING_PAID_IN: { status: 409, words: { en: '{key} has paid in nothing of the asset {asset} that is not used.', zh: '{key} 没有未使用的资产 {asset} 预付款。' } },
    NOT_SO_MUCH: { status: 409, words: { en: 'At most {most} of the asset {asset} can be paid out now.', zh: '目前最多可退还资产 {asset} 的 {most}。' } },
    NO_ASSET_YET: fee.errors!['NO_ASSET_YET']!,
  },
  policy: { check: charge, apply: applyCharge },
  hooks: { endBlock: handOver },
  migrateFrom: { 'fee@1.0.0': fromFee1, 'quota@1.0.0': fromQuota1, 'quota@2.0.0': fromQuota2 },
});
