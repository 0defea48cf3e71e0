import type { JsonSchema } from '@bystack/chain-core/module';

const text = (en: string, zh: string): JsonSchema => ({ type: 'string', 'x-title': { en, zh } });
const group = (properties: JsonSchema): JsonSchema => ({ type: 'object', properties, required: Object.keys(properties), additionalProperties: false });
const amount = text('Amount', '数额');
const asset = text('Asset', '资产');
const treasury = text('Treasury', '金库');
const key = text('Key', '密钥');
const paidIn = text('Can be paid out', '可退还');
const id = text('Account', '账户');
const list = (item: JsonSchema): JsonSchema => ({ type: 'array', items: item });

/** What the answers of queries look like. Amounts are decimal texts, in the smallest unit of the asset beside them. */
export const RESULTS = { account: group({ key, amount, asset, treasury }), accounts: list(group({ account: id, key, asset, amount })), price: group({ amount, asset, treasury }) };
/** Of 2.0.0, where what is paid in stays its owner's. */
export const RESULTS_2 = {
  account: group({ key, amount, paidIn, asset, treasury, lock: { ...group({ module: text('Module', '模块'), data: text('Data', '数据') }), 'x-title': { en: 'Lock of what is paid in', zh: '缴付所用锁定' } } }),
  accounts: list(group({ account: id, key, asset, amount, paidIn })),
};
