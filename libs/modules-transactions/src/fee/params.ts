import { fromHex, isPublicKey, refuse, type JsonSchema, type KnownOfParams, type Words } from '@bystack/chain-core/module';

export interface Params {
  /** Hex of the asset's id. */
  readonly asset: string;
  /** Hex of the public key that is paid. */
  readonly treasury: string;
  /** In units of the asset. */
  readonly perTransaction: number;
  readonly perByte: number;
  readonly openingCredit: number;
}

const hex32 = (widget: 'asset' | 'key', en: string, zh: string, description: { en: string; zh: string }): JsonSchema => ({ type: 'string', pattern: '^[0-9a-f]{64}$', minLength: 64, maxLength: 64, 'x-widget': widget, 'x-title': { en, zh }, 'x-description': description });
const amount = (otherwise: number, most: number, en: string, zh: string, description?: { en: string; zh: string }): JsonSchema => ({
  type: 'integer', minimum: 0, maximum: most, default: otherwise, 'x-title': { en, zh }, ...(description && { 'x-description': description }),
});

/** The dearest transaction (perTransaction + perByte × 1 MiB) is far below the largest amount. */
export const params: JsonSchema = {
  type: 'object',
  properties: {
    asset: hex32('asset', 'Asset that is paid with', '付费所用资产', { en: 'The asset’s id. Its issuer may issue more of it without paying.', zh: '资产编号。其发行方增发时无需付费。' }),
    treasury: hex32('key', 'Treasury’s key', '金库密钥', { en: 'Who is paid. Use this key for nothing else: whatever is sent to it counts as a payment.', zh: '收款方。请勿将此密钥用于其他用途：转入该密钥的资产均视为付费。' }),
    perTransaction: amount(1, 1_000_000_000_000, 'Price of a transaction, in the asset’s smallest unit', '每笔交易价格（以资产最小单位计）'),
    perByte: amount(0, 1_000_000_000, 'And for each byte of it', '每字节另加'),
    openingCredit: amount(0, 1_000_000_000_000, 'Opening credit', '初始额度', {
      en: 'What every member who wrote under quotas finds on their account when fees take the quotas’ place, so that nobody’s work stops. Whoever had no limit was not counted, and finds nothing.',
      zh: '由配额改为收费时，曾在配额下写入的每个成员账户中的初始额度，以免任何人的工作中断。不受限制者未被计数，不获额度。',
    }),
  },
  required: ['asset', 'treasury'],
  additionalProperties: false,
};

/** Asked where parameters are chosen: at a founding, which is not asked again when it is replayed, and of every vote that changes modules, which is. */
export function checkParams({ treasury }: Params): void {
  if (!isPublicKey(fromHex(treasury)!)) refuse('TREASURY_IS_NO_KEY', { path: '/treasury', reason: 'nobody can have the private half of this key, so whatever it is paid would be lost' });
}

/** A byte at least is in every transaction. */
export function warnParams({ perTransaction, perByte }: Params, { supply }: KnownOfParams): readonly Words[] {
  const price = BigInt(perTransaction) + BigInt(perByte);
  if (supply === undefined || price <= supply) return [];
  return [{
    en: `A transaction would cost ${price} units at least, and there are ${supply} of the asset: nobody could pay, so nothing but votes could be recorded.`,
    zh: `每笔交易至少需 ${price} 个单位，而该资产总量仅 ${supply} 个单位：无人付得起，届时除表决外无法记录任何内容。`,
  }];
}
