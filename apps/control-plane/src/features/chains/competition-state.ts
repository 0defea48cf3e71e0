import { aboutWords } from '@bystack/chain-core/module';
import { LIMITS } from '@bystack/chain-core/protocol/limits';
import { enoughSinceMs, type ChainFacts, type NewestBlock, type NodeFacts } from './chain-facts';
import { isComing, said, type NewestFinal, type SaidState } from './said-state';
import { hashRate, INTERVALS_MAX, intervalMs, miningNodes } from './work-pace';

type Pace = NonNullable<ChainFacts['pace']>;

const LATE_MS_MIN = 60_000;

/** Where nobody votes any node that mines is enough. */
export function competitionState(facts: ChainFacts, pace: Pace, running: number, newest: NewestFinal): SaidState {
  const { nodes } = facts;
  const total = nodes.length;
  const mining = miningNodes(nodes);
  if (running === 0) {
    if (nodes.some(isComing)) return said('starting', `0 of ${total} nodes run.`, `0/${total} 个节点已运行。`);
    return said('stalled', `None of ${total} nodes runs here; the chain goes on if others mine.`, `此处 ${total} 个节点均未运行；若有他人挖矿，链仍会继续。`);
  }
  if (mining === 0) return said('stalled', `${running} of ${total} nodes run, but none mines: nothing new is recorded unless others do.`, `${running}/${total} 个节点在运行，但没有节点挖矿：除非有他人挖矿，否则不会有新记录。`);
  const late = lateState(facts, pace, mining, newest);
  if (late !== undefined) return late;
  if (running < total) return said('degraded', `${running} of ${total} nodes run, ${mining} of them mine.`, `${running}/${total} 个节点在运行，其中 ${mining} 个在挖矿。`);
  return said('running', `${running} of ${total} nodes run, ${mining} of them mine; block ${newest.height ?? 0} is final.`, `${running}/${total} 个节点在运行，其中 ${mining} 个在挖矿；区块 ${newest.height ?? 0} 已最终确认。`);
}

/** What is said when blocks, or final ones, are late; undefined: they are not. */
function lateState({ nodes, nowMs }: ChainFacts, pace: Pace, mining: number, newest: NewestFinal): SaidState | undefined {
  const sinceMs = enoughSinceMs(nodes, 1);
  const ageOf = (timeMs: number | null | undefined): number => (timeMs === null || timeMs === undefined ? 0 : nowMs - Math.max(timeMs, sinceMs));
  const { spacingMs, finalDepth } = pace;
  const head = newestBlock(nodes);
  const ageMs = ageOf(head?.timeMs);
  if (ageMs > Math.max(LATE_MS_MIN, INTERVALS_MAX * spacingMs)) return noBlock(nodes, pace, mining, head!, ageMs);
  // What is final is always as old as the blocks on it took, and more of them are needed where the work falls.
  const finalAgeMs = ageOf(newest.timeMs);
  if (finalAgeMs > Math.max(LATE_MS_MIN, spacingMs * (1.5 * finalDepth + INTERVALS_MAX))) return nothingFinal(newest, head, mining, nodes.length, finalAgeMs);
  return undefined;
}

/** The work that the next block asks for falls with those that come; until one has, whoever is left must do what many did. */
function noBlock(nodes: readonly NodeFacts[], { spacingMs }: Pace, mining: number, head: NewestBlock, ageMs: number): SaidState {
  const perSecond = hashRate(nodes);
  const eachMs = Math.max(spacingMs, perSecond > 0 ? intervalMs(head.nextWork, perSecond) : 0);
  const [age, interval] = [aboutWords(ageMs), aboutWords(eachMs)];
  const state = ageMs > Math.max(LATE_MS_MIN, INTERVALS_MAX * eachMs) ? 'stalled' : 'degraded';
  return said(state, `${mining} of ${nodes.length} nodes mine, but no block came for ${age.en}; one takes about ${interval.en} at the rate at which they compute.`,
    `${mining}/${nodes.length} 个节点在挖矿，但已有${age.zh}没有新区块；以目前的算力，平均约${interval.zh}一个区块。`);
}

function nothingFinal({ height }: NewestFinal, head: NewestBlock | undefined, mining: number, total: number, ageMs: number): SaidState {
  const age = aboutWords(ageMs);
  const open = (head?.height ?? 0) - (height ?? 0);
  // By then enough stands on any block, however little work it took.
  if (head === undefined || open > LIMITS.burialBlocksMax) return said('stalled', `${mining} of ${total} nodes mine, but nothing became final for ${age.en}.`, `${mining}/${total} 个节点在挖矿，但已有${age.zh}没有新的最终区块。`);
  return said('degraded', `${mining} of ${total} nodes mine and blocks come, but nothing became final for ${age.en}: the ${open} blocks since have taken less work than that asks for.`,
    `${mining}/${total} 个节点在挖矿且有新区块，但已有${age.zh}没有新的最终区块：其后的 ${open} 个区块工作量尚不足。`);
}

function newestBlock(nodes: readonly NodeFacts[]): NewestBlock | undefined {
  return nodes.flatMap(({ newestBlock }) => newestBlock ?? []).reduce<NewestBlock | undefined>((best, one) => (best && best.height >= one.height ? best : one), undefined);
}
