import { defineModule, refuse, type JsonSchema } from '@bystack/chain-core/module';

/** Times in milliseconds; they become the chain's consensus parameters. */
export interface Params {
  readonly viewTimerMs?: number;
  readonly viewTimerMsMax?: number;
  readonly heartbeatMs?: number;
  /** How signatures are put together in certificates. */
  readonly certificates?: 'ed25519' | 'bls';
  /** Validators, the first of them, that pass on what the others vote; 0: everyone tells everyone. Left out: chosen by the number of validators. */
  readonly gateways?: number;
}
const DEFAULTS = { viewTimerMs: 400, viewTimerMsMax: 3_000, heartbeatMs: 30_000 } as const;

function milliseconds(minimum: number, maximum: number, value: number, en: string, zh: string): JsonSchema {
  return { type: 'integer', minimum, maximum, default: value, 'x-title': { en, zh }, 'x-unit': 'ms' };
}

/** The engine itself is part of chain-core; this is its entry in the catalogue and the range of its parameters. */
export const memberCommittee = defineModule<Params>({
  name: 'member-committee',
  version: '1.0.0',
  slot: 'consensus',
  title: { en: 'Member committee', zh: '成员委员会' },
  summary: {
    en: 'The members’ own computers agree on every record within a fraction of a second; it stands while fewer than a third of them fail or cheat.',
    zh: '成员各自的计算机在不到一秒内就每条记录达成一致；只要失效或作恶者少于三分之一，记录就不可更改。',
  },
  params: {
    type: 'object',
    properties: {
      viewTimerMs: milliseconds(100, 10_000, DEFAULTS.viewTimerMs, 'Patience with a silent leader', '对沉默领导者的等待时间'),
      viewTimerMsMax: milliseconds(100, 30_000, DEFAULTS.viewTimerMsMax, 'The same after repeated failures, at most', '多次失败后的最长等待时间'),
      gateways: {
        type: 'integer', minimum: 0, maximum: 100,
'x-title': { en: 'Validators that pass on votes', zh: '转发投票的验证者数' },
        'x-description': {
          en: 'The first so many collect the votes of the others and pass them on. 0: everyone tells everyone. Empty: chosen by the number of validators.',
          zh: '由排在前面的若干验证者收集并转发其他成员的投票。0 表示所有成员互相通信；留空则按验证者数量选择。',
        },
      },
      heartbeatMs: milliseconds(1_000, 600_000, DEFAULTS.heartbeatMs, 'A block at least every', '至少每隔多久出一个区块'),
      certificates: {
        enum: ['ed25519', 'bls'],
        default: 'ed25519',
        'x-title': { en: 'How proofs are signed', zh: '证明的签名方式' },
        'x-description': {
          en: 'Leave it at “one by one” up to about 14 validators: it is cheaper there. With more, joining keeps proofs small and quick to check, however many sign.',
          zh: '验证者约 14 个以内请保持“逐个签名”，成本更低；更多时选择“合并签名”，无论多少人签名，证明都小而易于核对。',
        },
        'x-enum-titles': {
          ed25519: { en: 'One by one (Ed25519)', zh: '逐个签名（Ed25519）' },
          bls: { en: 'Joined into one (BLS)', zh: '合并为一（BLS）' },
        },
      },
    },
    additionalProperties: false,
  },
  checkParams: ({ viewTimerMs = DEFAULTS.viewTimerMs, viewTimerMsMax = DEFAULTS.viewTimerMsMax }) => {
    if (viewTimerMsMax < viewTimerMs) refuse('PARAMETER_RANGE', { path: '/viewTimerMsMax', reason: 'must not be less than viewTimerMs' });
  },
  errors: { PARAMETER_RANGE: { status: 422, words: { en: 'The parameter {path} {reason}.', zh: '参数 {path} 超出范围：{reason}。' } } },
});
