import {
  concatBytes, defineModule, refuse, toHex, utf8, type Bytes, type JsonSchema, type ModuleContext, type PolicyFacts, type PublicKey, type ReadView,
} from '@bystack/chain-core/module';
import { take, type Bucket, type Rate } from './bucket';

export interface Params {
  readonly perMember?: Rate;
  /** Shared by all keys that nobody registered. */
  readonly others?: Rate;
}
type Context = ModuleContext<Params>;

const DEFAULTS = { perMember: { perMinute: 600, burst: 200 }, others: { perMinute: 60, burst: 20 } } as const;

interface Account {
  readonly id: Bytes;
  readonly rate: Rate;
  readonly key: string;
}

/** Everybody who signed pays; all strangers together are one account. */
function accounts(context: Context, signers: readonly PublicKey[]): Account[] {
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

function readBucket(state: ReadView, id: Bytes): Bucket | undefined {
  const bytes = state.get('buckets', id);
  if (bytes === undefined) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { parts: Number(view.getBigUint64(0)), atMs: Number(view.getBigUint64(8)) };
}
function bucketBytes({ parts, atMs }: Bucket): Bytes {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(parts));
  view.setBigUint64(8, BigInt(atMs));
  return bytes;
}

interface Spent {
  readonly id: Bytes;
  readonly after: Bucket;
}

/** Refuses QUOTA_EXCEEDED with the longest wait. */
function spend(context: Context, signers: readonly PublicKey[]): readonly Spent[] {
  let retryAfterMs = 0;
  const spent: Spent[] = [];
  for (const { id, rate } of accounts(context, signers)) {
    const taken = take(readBucket(context.state, id), rate, context.timeMs);
    if ('after' in taken) spent.push({ id, after: taken.after });
    else retryAfterMs = Math.max(retryAfterMs, taken.retryAfterMs);
  }
  return retryAfterMs === 0 ? spent : refuse('QUOTA_EXCEEDED', { retryAfterMs });
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
  needs: ['slot:identity'],
  stores: { buckets: { number: 1, holds: "'m' + public key, or 'others' -> parts left (8 bytes), block time in ms (8 bytes)" } },
  errors: {
    QUOTA_EXCEEDED: { status: 429, words: { en: 'Too many transactions; there is room again in {retryAfterMs} ms.', zh: '交易过多；{retryAfterMs} 毫秒后可再次提交。' } },
  },
  policy: {
    check: (context, { signers }: PolicyFacts) => spend(context, signers),
    apply: (context, _facts, spent: readonly Spent[]) => {
      for (const { id, after } of spent) context.state.put('buckets', id, bucketBytes(after));
    },
  },
});
