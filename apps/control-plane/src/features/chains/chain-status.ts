import type { ChainState, Words } from '@bystack/api';
import { isVoter, type ChainFacts, type NodeFacts } from './chain-facts';
import { committeeState } from './committee-state';
import { competitionState } from './competition-state';
import { said, type NewestFinal, type SaidState } from './said-state';

export interface ChainStatus {
  readonly state: ChainState;
  readonly reason: Words;
  readonly nodesRunning: number;
  readonly finalHeight: number | null;
  readonly finalTimeMs: number | null;
}

/** The one place where a chain's state gets its word. Rows from the top; the first that fits wins. */
export function chainStatus(facts: ChainFacts): ChainStatus {
  const { nodes, pace } = facts;
  const running = nodes.filter((node) => node.state === 'running' && (pace !== null || isVoter(node))).length;
  const newest = newestFinal(nodes);
  const [state, reason] = unlessMeantToRun(facts, running) ?? (pace !== null ? competitionState(facts, pace, running, newest) : committeeState(facts, running, newest));
  return { state, reason, nodesRunning: running, finalHeight: newest.height, finalTimeMs: newest.timeMs };
}

function newestFinal(nodes: readonly NodeFacts[]): NewestFinal {
  const newest = nodes.reduce<NodeFacts | undefined>((best, node) => ((node.finalHeight ?? -1) > (best?.finalHeight ?? -1) ? node : best), undefined);
  return { height: newest?.finalHeight ?? null, timeMs: newest?.finalTimeMs ?? null };
}

/** Of a chain that is not made yet, is to stand or to go, or of which nothing is heard. */
function unlessMeantToRun({ failed, wish, creating, nodes }: ChainFacts, running: number): SaidState | undefined {
  const all = nodes.length;
  const unknown = nodes.filter(({ state }) => state === 'unknown').length;
  const left = nodes.filter(({ state }) => state !== 'absent').length;
  if (failed) return said('failed', `Creating it failed; ${left} of ${all} nodes are still to be removed.`, `创建失败；尚有 ${left}/${all} 个节点待清理。`);
  if (wish === 'absent') return going(unknown, left, all);
  if (wish === 'stopped') return stopping(nodes, unknown);
  if (creating) return said('creating', `${running} of ${all} nodes run.`, `${running}/${all} 个节点已运行。`);
  if (unknown === all) return said('unknown', 'Nothing is heard of its nodes; their hosts are offline. The chain may well be running.', '节点失联，其主机离线；链可能仍在运行。');
  return undefined;
}

function going(unknown: number, left: number, all: number): SaidState {
  if (unknown > 0) return said('deleting', `${unknown} of ${all} nodes are on hosts that are offline; they are removed when their host is back.`, `${unknown}/${all} 个节点所在主机离线，将在主机恢复后删除。`);
  return said('deleting', `${left} of ${all} nodes are still to be removed.`, `尚有 ${left}/${all} 个节点待删除。`);
}

function stopping(nodes: readonly NodeFacts[], unknown: number): SaidState {
  const all = nodes.length;
  const busy = nodes.filter(({ state }) => state === 'running' || state === 'stopping' || state === 'starting').length;
  if (busy > 0) return said('stopping', `${busy} of ${all} nodes are still to be stopped.`, `尚有 ${busy}/${all} 个节点待停止。`);
  if (unknown > 0) return said('unknown', `Nothing is heard of ${unknown} of ${all} nodes; their hosts are offline.`, `${unknown}/${all} 个节点失联，其主机离线。`);
  return said('stopped', `All ${all} nodes are stopped.`, `全部 ${all} 个节点已停止。`);
}
