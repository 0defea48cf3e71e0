import type { ChangeView, DecidedChange, DecidedProposal, ProposalOutcome, Words } from '@bystack/api';
import { changesWords } from './change-words';
import { kernelWords } from './kernel-words';
import type { SeatsSeen } from './seats';

type Ending = DecidedChange['ending'];
type Teller = (ending: Ending, decided: DecidedChange) => Words;

const TELLERS: Readonly<Record<ProposalOutcome, Teller>> = {
  'took-effect': ({ firstHeight }, { height }) => ({ en: `It took effect with block ${firstHeight}, after block ${height}.`, zh: `在区块 ${height} 之后，自区块 ${firstHeight} 起生效。` }),
  failed: ({ code = '', facts = {} }, { height }) => {
    const why = kernelWords({ code, facts });
    return { en: `It could not take effect, in block ${height}: ${why.en}`, zh: `在区块 ${height} 未能生效：${why.zh}` };
  },
  rejected: (_, { height, rejections, validators }) => ({
    en: `It was rejected in block ${height}: ${rejections.length} of ${validators} validators were against it.`,
    zh: `在区块 ${height} 被否决：${validators} 个验证者中有 ${rejections.length} 个反对。`,
  }),
  withdrawn: (_, { height }) => ({ en: `Whoever had proposed it withdrew it, in block ${height}.`, zh: `提出者在区块 ${height} 将其撤回。` }),
  expired: (_, { height }) => ({ en: `It was not decided in time and is void, as block ${height} says.`, zh: `未及时决定，已失效（记录于区块 ${height}）。` }),
  cancelled: ({ by }, { height }) => ({ en: `It was approved, and proposal ${by} cancelled it in block ${height}.`, zh: `已获批准，随后在区块 ${height} 被提案 ${by} 取消。` }),
};

/** A proposal that is over, as people need it. Seats are called what they were called then. @param told its changes with what lay beside them, where that is still known */
export function decidedView(decided: DecidedChange, seen: SeatsSeen, told: readonly ChangeView[] = decided.changes): DecidedProposal {
  const { ending, id, changes, note, proposedBy, proposedAtMs, approvals, rejections, validators, needed, quorum, height, timeMs, names } = decided;
  const name = (seat: number) => {
    const now = seen.name(seat);
    return { ...now, label: Object.hasOwn(names, seat) ? names[seat]! : now.label };
  };
  return {
    ...{ id, changes, note, proposedAtMs, validators, needed, quorum, height },
    outcome: ending.outcome as ProposalOutcome,
    outcomeWords: outcomeWords(decided),
    words: changesWords(told, { ...seen, name }),
    proposedBy: name(proposedBy),
    approvals: approvals.map(name),
    rejections: rejections.map(name),
    endedAtMs: timeMs,
    firstHeight: ending.firstHeight ?? null,
  };
}

function outcomeWords(decided: DecidedChange): Words {
  const { ending } = decided;
  // Nodes newer than we are may know more ways to end.
  return Object.hasOwn(TELLERS, ending.outcome) ? TELLERS[ending.outcome as ProposalOutcome](ending, decided) : { en: `${ending.outcome}.`, zh: `${ending.outcome}。` };
}
