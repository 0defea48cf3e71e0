import { defineModule, refuse, type JsonSchema } from '@bystack/chain-core/module';
import { warnOfFirstWork } from './first-work';
import { leastDepth } from './least-depth';
import { warnOfLateFinality, warnOfTooMuchWork } from './slow-pace';

/** Times in milliseconds, work in hashes that a block takes on average, amounts in decimal; they become the chain's consensus parameters. */
export interface OpenCompetitionParams {
  readonly targetSpacingMs?: number;
  readonly finalDepth?: number;
  readonly retargetBlocks?: number;
  readonly initialWork?: number;
  readonly leastWork?: number;
  readonly reward?: string;
  readonly halvingBlocks?: number;
  readonly maturityBlocks?: number;
  /** What exists from the beginning, and whose it is. */
  readonly allocations?: readonly { readonly publicKey: string; readonly amount: string }[];
}
const DEFAULTS = { targetSpacingMs: 10_000, finalDepth: 12, retargetBlocks: 60, initialWork: 200_000, leastWork: 20_000, halvingBlocks: 0, maturityBlocks: 30 } as const;

function whole(minimum: number, maximum: number, value: number, en: string, zh: string, more: JsonSchema = {}): JsonSchema {
  return { type: 'integer', minimum, maximum, default: value, 'x-title': { en, zh }, ...more };
}
const inMs = { 'x-unit': 'ms' };
const amount = { type: 'string', pattern: '^(0|[1-9][0-9]{0,18})$' } as const;
const described = (en: string, zh: string) => ({ 'x-description': { en, zh } });

/** The engine itself is part of chain-core; this is its entry in the catalogue and the range of its parameters. */
export const openCompetition = defineModule<OpenCompetitionParams>({
  name: 'open-competition',
  version: '1.0.0',
  slot: 'consensus',
  title: { en: 'Open competition', zh: '开放竞争' },
  summary: {
    en: 'Whoever does the work may add the next block (proof of work). A record is final once enough work stands on it: that takes minutes, and is a bet on work, not a signature.',
    zh: '谁完成工作量谁就可以添加下一个区块（工作量证明）。其上有足够的工作量后记录才算最终：这需要数分钟，依靠的是工作量而非签名。',
  },
  params: {
    type: 'object',
    properties: {
      targetSpacingMs: whole(1_000, 3_600_000, DEFAULTS.targetSpacingMs, 'A block about every', '约每隔多久出一个区块', inMs),
      finalDepth: whole(5, 180, DEFAULTS.finalDepth, 'Blocks that make a record final', '使记录最终确认所需的区块数', described(
        'So many blocks must stand on a record, and so many times the work of its own block. The quicker blocks come, the more are needed: blocks found at the same moment compete.',
        '记录之上须有这么多区块，且达到其所在区块工作量的这么多倍。出块越快所需越多，因为同时找到的区块会相互竞争。',
      )),
      retargetBlocks: whole(4, 10_000, DEFAULTS.retargetBlocks, 'Blocks over which the work follows the pace', '工作量随节奏调整所跨的区块数'),
      initialWork: whole(1, Number.MAX_SAFE_INTEGER, DEFAULTS.initialWork, 'Work of the first blocks, in hashes', '最初区块的工作量（哈希次数）'),
      leastWork: whole(1, Number.MAX_SAFE_INTEGER, DEFAULTS.leastWork, 'Work that is never undercut, in hashes', '工作量下限（哈希次数）'),
      reward: { ...amount, default: '0', 'x-title': { en: 'Reward of a block', zh: '每个区块的奖励' }, ...described('In units of the chain’s own asset; 0: mining earns nothing. Needs a template with assets.', '以链自有资产计；0 表示挖矿没有奖励。需要启用资产的模板。') },
      halvingBlocks: whole(0, Number.MAX_SAFE_INTEGER, DEFAULTS.halvingBlocks, 'The reward halves every so many blocks (0: never)', '每隔多少区块奖励减半（0 表示从不）'),
      maturityBlocks: whole(1, 1_000_000, DEFAULTS.maturityBlocks, 'Blocks until a reward can be spent', '奖励可使用前须经过的区块数'),
      allocations: {
        type: 'array', maxItems: 256, default: [],
        items: { type: 'object', properties: { publicKey: { type: 'string', pattern: '^[0-9a-f]{64}$', 'x-title': { en: 'Key', zh: '密钥' } }, amount: { ...amount, 'x-title': { en: 'Amount', zh: '数量' } } }, required: ['publicKey', 'amount'], additionalProperties: false },
        'x-title': { en: 'What exists from the beginning', zh: '创世时已有的资产' },
      },
    },
    additionalProperties: false,
  },
  checkParams: ({ targetSpacingMs = DEFAULTS.targetSpacingMs, finalDepth = DEFAULTS.finalDepth, initialWork = DEFAULTS.initialWork, leastWork = DEFAULTS.leastWork }) => {
    const least = leastDepth(targetSpacingMs);
    if (finalDepth < least) refuse('PARAMETER_RANGE', { path: '/finalDepth', reason: `must be at least ${least} where a block comes every ${targetSpacingMs} ms` });
    if (initialWork < leastWork) refuse('PARAMETER_RANGE', { path: '/initialWork', reason: 'must not be less than leastWork' });
  },
  warnParams: (params) => {
    const pace = { ...DEFAULTS, ...params };
    return [...warnOfFirstWork(pace), ...warnOfTooMuchWork(pace), ...warnOfLateFinality(pace)];
  },
  errors: { PARAMETER_RANGE: { status: 422, words: { en: 'The parameter {path} {reason}.', zh: '参数 {path} 超出范围：{reason}。' } } },
});
