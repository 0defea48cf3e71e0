import { concatBytes, defineModule, toHex, utf8, type JsonSchema, type ModuleContext, type PolicyFacts, type PublicKey } from '@bystack/chain-core/module';
import { warnOfFreeStrangers } from '../free-strangers';
import type { Rate } from './bucket';
import { BUCKETS, QUOTA_ERRORS, spendOne, writeSpent, type Spender, type Spent } from './spend-buckets';

export interface Params {
  readonly perMember?: Rate;
  /** Shared by all keys that nobody registered. */
  readonly others?: Rate;
}
type Context = ModuleContext<Params>;

const DEFAULTS = { perMember: { perMinute: 600, burst: 200 }, others: { perMinute: 60, burst: 20 } } as const;

interface Account extends Spender {
  readonly key: string;
}

/** Everybody who signed pays; all strangers together are one account. */
function accounts(context: Context, signers: readonly PublicKey[]): readonly Account[] {
  const { perMember = DEFAULTS.perMember, others = DEFAULTS.others } = context.params;
  const list: Account[] = [];
  for (const signer of signers) {
    const key = toHex(signer);
    const isMember = context.ask('slot:identity', 'isMember', { key }) === true;
    const account = isMember ? { id: concatBytes(utf8('m'), signer), rate: perMember, key } : { id: utf8('others'), rate: others, key: '' };
    if (account.rate.perMinute > 0 && !list.some((other) => other.key === account.key)) list.push(account);
  }
  return list;
}

const rate = (perMinute: number, burst: number, title: string, titleZh: string): JsonSchema => ({
  type: 'object',
  title,
  'x-title': { en: title, zh: titleZh },
  properties: {
    perMinute: { type: 'integer', minimum: 0, maximum: 1_000_000, default: perMinute, 'x-title': { en: 'Transactions a minute (0: no limit)', zh: '每分钟交易数（0 表示不限）' } },
    burst: { type: 'integer', minimum: 1, maximum: 1_000_000, default: burst, 'x-title': { en: 'At most at once', zh: '一次最多' } },
  },
  required: ['perMinute', 'burst'],
  additionalProperties: false,
  default: { perMinute, burst },
});

/** Who may write how much, without a token: so many transactions a minute for each member, measured in block time. */
export const quota = defineModule<Params>({
  name: 'quota',
  version: '1.0.0',
  slot: 'transactions',
  title: { en: 'Quota', zh: '配额' },
  summary: {
    en: 'Each member may write so many transactions a minute; nobody pays anything.',
    zh: '每个成员每分钟可写入一定数量的交易；无需支付任何费用。',
  },
  params: {
    type: 'object',
    properties: {
      perMember: rate(DEFAULTS.perMember.perMinute, DEFAULTS.perMember.burst, 'Each member', '每个成员'),
      others: rate(DEFAULTS.others.perMinute, DEFAULTS.others.burst, 'All strangers together', '所有非成员合计'),
    },
    additionalProperties: false,
  },
  warnParams: warnOfFreeStrangers,
  needs: ['slot:identity'],
  stores: { buckets: BUCKETS },
  errors: QUOTA_ERRORS,
  policy: {
    check: (context, { signers }: PolicyFacts) => spendOne(context.state, context.timeMs, accounts(context, signers)),
    apply: ({ state }, _facts, spent: readonly Spent[]) => writeSpent(state, spent),
  },
});
