import { enoughSinceMs, type ChainFacts } from './chain-facts';
import { isComing, said, type NewestFinal, type SaidState } from './said-state';

/** Blocks come by chance, sometimes none for many times their spacing: one chance in more than a million is no chance. */
const SPACINGS_MAX = 15;

/** Where nobody votes any node that mines is enough. */
export function competitionState({ nodes, nowMs }: ChainFacts, { spacingMs, finalDepth }: NonNullable<ChainFacts['pace']>, running: number, newest: NewestFinal): SaidState {
  const total = nodes.length;
  const mining = nodes.filter(({ miningThreads }) => (miningThreads ?? 0) > 0).length;
  if (running === 0) {
    if (nodes.some(isComing)) return said('starting', `0 of ${total} nodes run.`, `0/${total} 个节点已运行。`);
    return said('stalled', `None of ${total} nodes runs here; the chain goes on if others mine.`, `此处 ${total} 个节点均未运行；若有他人挖矿，链仍会继续。`);
  }
  if (mining === 0) return said('stalled', `${running} of ${total} nodes run, but none mines: nothing new is recorded unless others do.`, `${running}/${total} 个节点在运行，但没有节点挖矿：除非有他人挖矿，否则不会有新记录。`);
  const ageMs = newest.timeMs === null ? 0 : nowMs - Math.max(newest.timeMs, enoughSinceMs(nodes, 1));
  // What is final is always as old as the blocks on it took, and some more of them are needed where the work falls.
  if (ageMs > Math.max(60_000, spacingMs * (1.5 * finalDepth + SPACINGS_MAX))) {
    const seconds = Math.round(ageMs / 1000);
    return said('stalled', `${mining} of ${total} nodes mine, but nothing became final for ${seconds} s.`, `${mining}/${total} 个节点在挖矿，但已有 ${seconds} 秒没有新的最终区块。`);
  }
  if (running < total) return said('degraded', `${running} of ${total} nodes run, ${mining} of them mine.`, `${running}/${total} 个节点在运行，其中 ${mining} 个在挖矿。`);
  return said('running', `${running} of ${total} nodes run, ${mining} of them mine; block ${newest.height ?? 0} is final.`, `${running}/${total} 个节点在运行，其中 ${mining} 个在挖矿；区块 ${newest.height ?? 0} 已最终确认。`);
}
