import { hasEnoughApprovals, type ChangesTold, type DecidedProposal, type OutlookView, type ProposalView, type SeatName, type Standing } from '@bystack/api';
import { oneLine } from '../printable';
import { when } from '../table';
import { planLines } from './rehearse';

/** A proposal that is over. */
export function describeDecided({ id, words, note, proposedBy, proposedAtMs, outcomeWords, endedAtMs, approvals, rejections, needed }: DecidedProposal): string {
  return [
    `Proposal ${id} of ${proposedBy.label}, ${when(proposedAtMs)}: ${words.map(({ en }) => en).join(' ')}`,
    ...(note === '' ? [] : [`  “${note}”`]),
    `  ${outcomeWords.en} (${when(endedAtMs)})`,
    `  For: ${names(approvals) || 'nobody'} (${needed} needed)${rejections.length === 0 ? '' : `; against: ${names(rejections)}`}.`,
  ].join('\n');
}

/** A proposal as a person decides about it. */
export function describe(proposal: ProposalView): string {
  const { id, words, note, proposedBy, proposedAtMs, outlook, told, newcomers } = proposal;
  const absent = newcomers.filter(({ isConfirmed }) => !isConfirmed).length;
  return [
    `Proposal ${id} of ${proposedBy.label}, ${when(proposedAtMs)}: ${words.map(({ en }) => en).join(' ')}`,
    ...(note === '' ? [] : [`  “${note}”`]),
    ...(outlook ? arithmetic(outlook) : told ? toldLines(told) : []).map((line) => `  ${line}`),
    ...(absent === 0 ? [] : [`  ${absent} of ${newcomers.length} new validators have not shown to be there yet.`]),
    ...((outlook ?? told)?.rules?.length ? [`  What changes in the rules: bystack chains proposals CHAIN ${id}`] : []),
    `  ${standing(proposal)}`,
  ].join('\n');
}

/** One proposal, with what changes in the rules. */
export function describeWhole(proposal: ProposalView): string {
  const { outlook, told } = proposal;
  const said = outlook ?? told;
  const lines = said ? rulesLines(said) : [];
  return [describe({ ...proposal, outlook: outlook && { ...outlook, rules: [] }, told: told && { ...told, rules: [] } }), ...lines.map((line) => `  ${line}`), '  Everything it changes, word for word: the same with --json'].join('\n');
}

/** What changes in the rules, where another package of them is to be put in force. A control plane of before does not say. */
export function rulesLines({ rules = [] }: Pick<ChangesTold, 'rules'>): string[] {
  return rules.length === 0 ? [] : ['What changes in the rules:', ...rules.map(({ en }) => `  ${oneLine(en)}`)];
}

/** Of one that has its votes: they were cast too early. */
function onceMore({ id, outlook }: ProposalView): string {
  const first = outlook?.waits ? 'As soon as nothing is in its way, approve' : 'Approve';
  return `Enough have approved, but it could not take effect when they did. ${first} once more to decide it: bystack chains approve CHAIN ${id}`;
}

function standing(proposal: ProposalView): string {
  const { state, lastHeight, lastHeightAboutMs, approvals, rejections, missing, needed, quorum, expiresAtMs } = proposal;
  if (state === 'approved') return `Approved; it takes effect after block ${lastHeight}${lastHeightAboutMs ? `, at about ${when(lastHeightAboutMs)}` : ''}.`;
  if (state === 'expired') return `It was not decided until ${when(expiresAtMs)} and is void.`;
  const against = rejections.length === 0 ? '' : `; against: ${names(rejections)}`;
  const voted = quorum > needed ? `; ${approvals.length + rejections.length} of ${quorum} that must have voted` : '';
  const sofar = `${approvals.length} of ${needed} approvals (${names(approvals)})${against}${voted}`;
  if (hasEnoughApprovals(proposal)) return `${sofar}, until ${when(expiresAtMs)}. ${onceMore(proposal)}`;
  return `${sofar}; ${names(missing) || 'nobody'} may still vote, until ${when(expiresAtMs)}.`;
}

/** What changes do, but for those in rules. A control plane of before says nothing of values. */
function toldLines({ plan, values = [] }: Pick<ChangesTold, 'plan' | 'values'>): string[] {
  return [...values.map(({ name, now, then }) => `${name.en}: ${then.en} (now ${now.en})`), ...planLines(plan)];
}

export function arithmetic({ words, rule, refusal, waits, ...told }: OutlookView): string[] {
  return [words.en, ...toldLines(told), ...(rule ? [rule.en] : []), ...(refusal ? [`Impossible: ${refusal.words.en}`] : []), ...(waits ? [`Not yet: ${waits.words.en}`] : [])];
}

interface Vote extends Pick<Standing, 'proposal'>, Partial<Pick<Standing, 'decided'>> {
  /** Seats that voted, and those that had said so before. */
  readonly voted: readonly SeatName[];
  readonly before?: readonly SeatName[];
}

/** What a vote came to. A control plane of before says less. @param did what those who voted did, as `Approved by` */
export function describeVote(id: number, did: string, { voted, before = [], proposal, decided = null }: Vote): string {
  const standing = proposal ? describe(proposal) : decided ? describeDecided(decided) : `Proposal ${id} is over.`;
  return [
    ...(voted.length > 0 ? [`${did} ${names(voted)}.`] : []),
    ...(before.length > 0 ? [`Recorded before: the vote of ${names(before)}.`] : []),
    ...(voted.length + before.length === 0 ? ['It was decided before.'] : []),
    standing,
  ].join('\n');
}

export function names(seats: readonly SeatName[]): string {
  return seats.map(({ label }) => label).join(', ');
}
