import { quorumOf } from '@bystack/api';
import { enoughSinceMs, isVoter, validatorsSeen, validatorsThatForgot, type ChainFacts, type NodeFacts } from './chain-facts';
import { isComing, said, type NewestFinal, type SaidState } from './said-state';

/** Where a committee decides a quorum of it must run. */
export function committeeState({ nodes, heartbeatMs, nowMs }: ChainFacts, running: number, newest: NewestFinal): SaidState {
  const total = Math.max(1, validatorsSeen(nodes));
  const quorum = quorumOf(total).needed;
  if (running < quorum) return tooFew(nodes, running, quorum, total);
  const forgot = validatorsThatForgot(nodes);
  if (running - forgot < quorum && forgot > 0) return forgetful(nodes, forgot, total);
  const patienceMs = Math.max(60_000, 3 * heartbeatMs);
  const ageMs = newest.timeMs === null ? 0 : nowMs - Math.max(newest.timeMs, enoughSinceMs(nodes, quorum));
  if (newest.height !== null && ageMs > patienceMs) {
    const seconds = Math.round(ageMs / 1000);
    return said('stalled', `${running} of ${total} validators run, but nothing became final for ${seconds} s.`, `${running}/${total} 个验证者在运行，但已有 ${seconds} 秒没有新的最终区块。`);
  }
  if (running < total) return said('degraded', `${running} of ${total} validators run; ${quorum} are needed.`, `${running}/${total} 个验证者在运行，至少需要 ${quorum} 个。`);
  return said('running', `${running} of ${total} validators run; block ${newest.height ?? 0} is final.`, `${running}/${total} 个验证者在运行；区块 ${newest.height ?? 0} 已最终确认。`);
}

function tooFew(nodes: readonly NodeFacts[], running: number, quorum: number, total: number): SaidState {
  const coming = nodes.filter((node) => isVoter(node) && isComing(node)).length;
  if (running + coming >= quorum) return said('starting', `${running} of ${total} nodes run; ${quorum} are needed.`, `${running}/${total} 个节点已运行，需要 ${quorum} 个。`);
  return said('stalled', `${running} of ${total} validators run; ${quorum} are needed for new records to become final.`, `仅 ${running}/${total} 个验证者在运行，至少需要 ${quorum} 个才能最终确认。`);
}

function forgetful(nodes: readonly NodeFacts[], forgot: number, total: number): SaidState {
  const prepared = nodes.filter(({ recovery }) => recovery?.isPrepared === true).length;
  if (prepared > 0) return said('stalled', `The chain is being started again: ${prepared} of ${total} validators have fresh keys.`, `该链正在重新启动：${prepared}/${total} 个验证者已有新密钥。`);
  return said(
    'stalled',
    `${forgot} of ${total} validators were put back from older copies and no longer know what they signed: nothing becomes final.`,
    `${forgot}/${total} 个验证者已恢复为旧副本，不再知道自己签过什么：无法产生新的最终区块。`,
  );
}
