import { quorumOf, type ChainState, type CommitteeSeen, type NodeState, type NodeWish, type RecoveryStatus, type Words } from '@bystack/api';

/** What the words are computed from: wishes, and what agents observed. */
export interface NodeFacts {
  readonly wish: NodeWish;
  /** `unknown` when nothing fresh was heard of it. */
  readonly state: NodeState | 'unknown';
  readonly finalHeight: number | null;
  readonly finalTimeMs: number | null;
  readonly peersConnected: number | null;
  /** The committee as it last said; null: it never did. */
  readonly committee: CommitteeSeen | null;
  /** Why it gives no vote, as it says now; null: it does, or does not run. */
  readonly recovery: RecoveryStatus | null;
  /** It was not founded with the chain: until it says that it votes, it does not. */
  readonly joins: boolean;
  /** When its program began to run, by its host's clock; null when it does not run or nobody said. */
  readonly startedAtMs: number | null;
  /** On chains of open competition: threads that mine there, and how fast; null when nobody said. */
  readonly miningThreads: number | null;
  readonly hashesPerSecond: number | null;
}
export interface ChainFacts {
  readonly wish: NodeWish;
  readonly failed: boolean;
  readonly creating: boolean;
  readonly nodes: readonly NodeFacts[];
  readonly heartbeatMs: number;
  /** On chains of open competition: how far apart blocks are meant to be, and how many must stand on one. null: a committee decides. */
  readonly pace: { readonly spacingMs: number; readonly finalDepth: number } | null;
  readonly nowMs: number;
}
export interface ChainStatus {
  readonly state: ChainState;
  readonly reason: Words;
  readonly nodesRunning: number;
  readonly finalHeight: number | null;
  readonly finalTimeMs: number | null;
}

/** Seats of the newest committee that any node knows of; as many as were founded until one has said. */
export function validatorsSeen(nodes: readonly NodeFacts[]): number {
  const newest = nodes.flatMap(({ committee }) => committee ?? []).reduce<CommitteeSeen | undefined>((best, one) => (best && best.epoch >= one.epoch ? best : one), undefined);
  return newest?.seats ?? nodes.filter(({ joins }) => !joins).length;
}

/** Whether blocks need this node: it has a place in the committee that it knows of. */
export function isVoter({ committee, joins }: NodeFacts): boolean {
  return committee === null ? !joins : committee.place !== null;
}

/** The one place where a chain's state gets its word. Rows from the top; the first that fits wins. */
export function chainStatus(facts: ChainFacts): ChainStatus {
  const { nodes } = facts;
  const running = nodes.filter((node) => node.state === 'running' && (facts.pace !== null || isVoter(node))).length;
  const newest = nodes.reduce<NodeFacts | undefined>(
    (best, node) => ((node.finalHeight ?? -1) > (best?.finalHeight ?? -1) ? node : best),
    undefined,
  );
  const [state, reason] = stateOf(facts, running, newest?.finalHeight ?? null, newest?.finalTimeMs ?? null);
  return { state, reason, nodesRunning: running, finalHeight: newest?.finalHeight ?? null, finalTimeMs: newest?.finalTimeMs ?? null };
}

function stateOf(facts: ChainFacts, running: number, finalHeight: number | null, finalTimeMs: number | null): readonly [ChainState, Words] {
  const { nodes, wish, nowMs } = facts;
  const all = nodes.length;
  const unknown = nodes.filter(({ state }) => state === 'unknown').length;
  const left = nodes.filter(({ state }) => state !== 'absent').length;
  if (facts.failed)
    return [
      'failed',
      words(`Creating it failed; ${left} of ${all} nodes are still to be removed.`, `创建失败；尚有 ${left}/${all} 个节点待清理。`),
    ];
  if (wish === 'absent') {
    if (unknown > 0)
      return [
        'deleting',
        words(
          `${unknown} of ${all} nodes are on hosts that are offline; they are removed when their host is back.`,
          `${unknown}/${all} 个节点所在主机离线，将在主机恢复后删除。`,
        ),
      ];
    return ['deleting', words(`${left} of ${all} nodes are still to be removed.`, `尚有 ${left}/${all} 个节点待删除。`)];
  }
  if (wish === 'stopped') {
    const busy = nodes.filter(({ state }) => state === 'running' || state === 'stopping' || state === 'starting').length;
    if (busy > 0) return ['stopping', words(`${busy} of ${all} nodes are still to be stopped.`, `尚有 ${busy}/${all} 个节点待停止。`)];
    if (unknown > 0)
      return [
        'unknown',
        words(`Nothing is heard of ${unknown} of ${all} nodes; their hosts are offline.`, `${unknown}/${all} 个节点失联，其主机离线。`),
      ];
    return ['stopped', words(`All ${all} nodes are stopped.`, `全部 ${all} 个节点已停止。`)];
  }
  if (facts.creating) return ['creating', words(`${running} of ${all} nodes run.`, `${running}/${all} 个节点已运行。`)];
  if (unknown === all)
    return [
      'unknown',
      words(
        'Nothing is heard of its nodes; their hosts are offline. The chain may well be running.',
        '节点失联，其主机离线；链可能仍在运行。',
      ),
    ];
  if (facts.pace !== null) return competitionState(facts, facts.pace, running, finalHeight, finalTimeMs);
  const total = Math.max(1, validatorsSeen(nodes));
  const quorum = quorumOf(total).needed;
  if (running < quorum) {
    const coming = nodes.filter(
      (node) =>
        isVoter(node) && node.wish === 'running' && (node.state === 'starting' || node.state === 'preparing' || node.state === 'stopped' || node.state === 'absent'),
    ).length;
    if (running + coming >= quorum)
      return [
        'starting',
        words(`${running} of ${total} nodes run; ${quorum} are needed.`, `${running}/${total} 个节点已运行，需要 ${quorum} 个。`),
      ];
    return [
      'stalled',
      words(
        `${running} of ${total} validators run; ${quorum} are needed for new records to become final.`,
        `仅 ${running}/${total} 个验证者在运行，至少需要 ${quorum} 个才能最终确认。`,
      ),
    ];
  }
  const forgot = validatorsThatForgot(nodes);
  if (running - forgot < quorum && forgot > 0) return ['stalled', forgottenWords(nodes, forgot, total)];
  const patienceMs = Math.max(60_000, 3 * facts.heartbeatMs);
  const ageMs = finalTimeMs === null ? 0 : nowMs - Math.max(finalTimeMs, enoughSinceMs(nodes, quorum));
  if (finalHeight !== null && ageMs > patienceMs)
    return [
      'stalled',
      words(
        `${running} of ${total} validators run, but nothing became final for ${Math.round(ageMs / 1000)} s.`,
        `${running}/${total} 个验证者在运行，但已有 ${Math.round(ageMs / 1000)} 秒没有新的最终区块。`,
      ),
    ];
  if (running < total)
    return [
      'degraded',
      words(`${running} of ${total} validators run; ${quorum} are needed.`, `${running}/${total} 个验证者在运行，至少需要 ${quorum} 个。`),
    ];
  return [
    'running',
    words(
      `${running} of ${total} validators run; block ${finalHeight ?? 0} is final.`,
      `${running}/${total} 个验证者在运行；区块 ${finalHeight ?? 0} 已最终确认。`,
    ),
  ];
}

/** Validators heard of that have less than they were seen with, or have given up their votes. */
export function validatorsThatForgot(nodes: readonly NodeFacts[]): number {
  return nodes.filter((node) => isVoter(node) && node.recovery !== null).length;
}

function forgottenWords(nodes: readonly NodeFacts[], forgot: number, total: number): Words {
  const prepared = nodes.filter(({ recovery }) => recovery?.isPrepared === true).length;
  if (prepared > 0)
    return words(`The chain is being started again: ${prepared} of ${total} validators have fresh keys.`, `该链正在重新启动：${prepared}/${total} 个验证者已有新密钥。`);
  return words(
    `${forgot} of ${total} validators were put back from older copies and no longer know what they signed: nothing becomes final.`,
    `${forgot}/${total} 个验证者已恢复为旧副本，不再知道自己签过什么：无法产生新的最终区块。`,
  );
}

/** Blocks come by chance, sometimes none for many times their spacing: one chance in more than a million is no chance. */
const SPACINGS_MAX = 15;

/** Where nobody votes any node that mines is enough. */
function competitionState({ nodes, nowMs }: ChainFacts, { spacingMs, finalDepth }: NonNullable<ChainFacts['pace']>, running: number, finalHeight: number | null, finalTimeMs: number | null): readonly [ChainState, Words] {
  const total = nodes.length;
  const mining = nodes.filter(({ miningThreads }) => (miningThreads ?? 0) > 0).length;
  if (running === 0) {
    const coming = nodes.some(({ state, wish: asked }) => asked === 'running' && (state === 'starting' || state === 'preparing' || state === 'stopped' || state === 'absent'));
    if (coming) return ['starting', words(`0 of ${total} nodes run.`, `0/${total} 个节点已运行。`)];
    return ['stalled', words(`None of ${total} nodes runs here; the chain goes on if others mine.`, `此处 ${total} 个节点均未运行；若有他人挖矿，链仍会继续。`)];
  }
  if (mining === 0)
    return ['stalled', words(`${running} of ${total} nodes run, but none mines: nothing new is recorded unless others do.`, `${running}/${total} 个节点在运行，但没有节点挖矿：除非有他人挖矿，否则不会有新记录。`)];
  const ageMs = finalTimeMs === null ? 0 : nowMs - Math.max(finalTimeMs, enoughSinceMs(nodes, 1));
  // What is final is always as old as the blocks on it took.
  if (ageMs > Math.max(60_000, spacingMs * (finalDepth + SPACINGS_MAX)))
    return ['stalled', words(`${mining} of ${total} nodes mine, but nothing became final for ${Math.round(ageMs / 1000)} s.`, `${mining}/${total} 个节点在挖矿，但已有 ${Math.round(ageMs / 1000)} 秒没有新的最终区块。`)];
  if (running < total) return ['degraded', words(`${running} of ${total} nodes run, ${mining} of them mine.`, `${running}/${total} 个节点在运行，其中 ${mining} 个在挖矿。`)];
  return ['running', words(`${running} of ${total} nodes run, ${mining} of them mine; block ${finalHeight ?? 0} is final.`, `${running}/${total} 个节点在运行，其中 ${mining} 个在挖矿；区块 ${finalHeight ?? 0} 已最终确认。`)];
}

/** Since when enough run, so that a chain just started again is given its time; one that keeps falling over does not put that off. */
function enoughSinceMs(nodes: readonly NodeFacts[], quorum: number): number {
  const starts = nodes.filter((node) => node.state === 'running' && isVoter(node)).map(({ startedAtMs }) => startedAtMs ?? 0);
  return starts.sort((a, b) => a - b)[quorum - 1] ?? 0;
}

function words(en: string, zh: string): Words {
  return { en, zh };
}
