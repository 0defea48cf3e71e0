import type { LostBlocks, RecoveryState, Words } from '@bystack/api';
import { isVoter, validatorsSeen, type NodeFacts } from '../chains';

export interface Assessment {
  readonly state: Exclude<RecoveryState, 'running'>;
  readonly words: Words;
  readonly epoch: number;
  readonly needed: number;
  readonly fromHeight: number | null;
  readonly lost: LostBlocks | null;
  /** Validators that are heard of, and of these the ones that forgot and the ones that remember. */
  readonly heard: number;
  readonly forgot: number;
  readonly remember: number;
}

/** What the nodes of a chain say about how much they have forgotten. Pure: from observations to words. */
export function assess(nodes: readonly NodeFacts[]): Assessment {
  const heard = nodes.filter((node) => isVoter(node) && node.state === 'running' && node.finalHeight !== null);
  const forgot = heard.filter(({ recovery }) => recovery !== null);
  const remember = heard.length - forgot.length;
  const needed = Math.max(0, ...forgot.map(({ recovery }) => recovery!.needed));
  const newest = forgot.reduce<NodeFacts | undefined>((best, node) => (best && best.finalHeight! >= node.finalHeight! ? best : node), undefined);
  const counts = { heard: heard.length, forgot: forgot.length, remember };
  const found = { epoch: newest?.committee?.epoch ?? 0, needed, fromHeight: newest?.finalHeight ?? null, lost: newest ? lostAbove(newest, forgot) : null };
  return { ...stateOf(counts, needed, validatorsSeen(nodes)), ...found, ...counts };
}

function stateOf({ forgot, remember }: Pick<Assessment, 'forgot' | 'remember'>, needed: number, total: number): Pick<Assessment, 'state' | 'words'> {
  if (forgot === 0) return { state: 'none', words: { en: 'No validator says that its folder is an older copy.', zh: '没有验证者表示其数据目录是旧副本。' } };
  const seen = {
    en: `${forgot} of ${total} validators have less than they were seen with: their folders were put back from older copies, and they no longer know what they signed.`,
    zh: `${forgot}/${total} 个验证者的数据少于此前所见：其数据目录已恢复为旧副本，它们不再知道自己签过什么。`,
  };
  if (remember > 0)
    return waits(seen, {
      en: `${remember} remember: the others fetch from them what they lost, and nothing need be started again.`,
      zh: `${remember} 个验证者仍保有记录：其余节点会从它们取回丢失的区块，无需重新启动。`,
    });
  if (forgot < needed)
    return waits(seen, { en: `${needed} must be heard of before the chain can start again.`, zh: `至少需要 ${needed} 个验证者在线，才能重新启动该链。` });
  return {
    state: 'possible',
    words: {
      en: `${seen.en} None that is heard of remembers. The chain stands still until it is started again from what is left.`,
      zh: `${seen.zh}在线的验证者都没有记录。在从现存数据重新启动之前，该链停止运行。`,
    },
  };
}

function waits(seen: Words, rest: Words): Pick<Assessment, 'state' | 'words'> {
  return { state: 'waits', words: { en: `${seen.en} ${rest.en}`, zh: `${seen.zh}${rest.zh}` } };
}

function lostAbove({ finalHeight, finalTimeMs }: NodeFacts, forgot: readonly NodeFacts[]): LostBlocks | null {
  const last = forgot.flatMap(({ recovery }) => recovery?.seenBefore ?? []).reduce((best, seen) => (seen.height > best.height ? seen : best), { height: finalHeight!, timeMs: 0 });
  if (last.height <= finalHeight!) return null;
  return { firstHeight: finalHeight! + 1, lastHeight: last.height, sinceMs: finalTimeMs ?? 0, untilMs: last.timeMs };
}
