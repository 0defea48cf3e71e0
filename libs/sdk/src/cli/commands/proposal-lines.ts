import { hasEnoughApprovals, type ChangesTold, type DecidedProposal, type DecidedWhole, type OutlookView, type ProposalView, type SeatName, type Standing } from '@bystack/api';
import { oneLine } from '../printable';
import { quoted } from '../quoted';
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

/** The same with what it changed, or would have: against what was in force then. */
export function describeDecidedWhole(decided: DecidedWhole): string {
  const { outcome, height, changed: { values, rules, isWhole } } = decided;
  const lines = [...values.map(({ name, now, then }) => `${name.en}: ${now.en} → ${then.en}`), ...(rules.length === 0 ? [] : ['In the rules:', ...rules.map(({ en }) => `  ${oneLine(en)}`)])];
  const title = outcome === 'took-effect' ? `What it changed, against what was in force up to block ${height}:` : `What it would have changed, against what was in force at block ${height}:`;
  return [
    describeDecided(decided),
    ...(lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)]).map((line) => `  ${line}`),
    ...(isWhole ? [] : ['  Some of it cannot be told any more: your nodes keep too few old blocks, or the chain has decided too much since.']),
    '  Everything it asked for, word for word: the same with --json',
  ].join('\n');
}

/** A proposal as a person decides about it. @param chain its name */
export function describe(proposal: ProposalView, chain: string): string {
  const { id, words, note, proposedBy, proposedAtMs, outlook, told, newcomers } = proposal;
  const absent = newcomers.filter(({ isConfirmed }) => !isConfirmed).length;
  return [
    `Proposal ${id} of ${proposedBy.label}, ${when(proposedAtMs)}: ${words.map(({ en }) => en).join(' ')}`,
    ...(note === '' ? [] : [`  “${note}”`]),
    ...(outlook ? arithmetic(outlook) : told ? toldLines(told) : []).map((line) => `  ${line}`),
    ...(absent === 0 ? [] : [`  ${absent} of ${newcomers.length} new validators have not shown to be there yet.`]),
    ...((outlook ?? told)?.rules?.length ? [`  What changes in the rules: bystack chains proposals ${quoted(chain)} ${id}`] : []),
    `  ${standing(proposal, chain)}`,
  ].join('\n');
}

/** One proposal, with what changes in the rules. */
export function describeWhole(proposal: ProposalView, chain: string): string {
  const { outlook, told } = proposal;
  const said = outlook ?? told;
  const lines = said ? rulesLines(said) : [];
  return [describe({ ...proposal, outlook: outlook && { ...outlook, rules: [] }, told: told && { ...told, rules: [] } }, chain), ...lines.map((line) => `  ${line}`), '  Everything it changes, word for word: the same with --json'].join('\n');
}

/** What changes in the rules, where another package of them is to be put in force. A control plane of before does not say. */
export function rulesLines({ rules = [] }: Pick<ChangesTold, 'rules'>): string[] {
  return rules.length === 0 ? [] : ['What changes in the rules:', ...rules.map(({ en }) => `  ${oneLine(en)}`)];
}

/** Of one that has its votes: they were cast too early. */
function onceMore({ id, outlook }: ProposalView, chain: string): string {
  const first = outlook?.waits ? 'As soon as nothing is in its way, approve' : 'Approve';
  return `Enough have approved, but it could not take effect when they did. ${first} once more to decide it: bystack chains approve ${quoted(chain)} ${id}`;
}

function standing(proposal: ProposalView, chain: string): string {
  const { state, lastHeight, lastHeightAboutMs, approvals, rejections, missing, needed, quorum, expiresAtMs } = proposal;
  if (state === 'approved') return `Approved; it takes effect after block ${lastHeight}${lastHeightAboutMs ? `, at about ${when(lastHeightAboutMs)}` : ''}.`;
  if (state === 'expired') return `It was not decided until ${when(expiresAtMs)} and is void.`;
  const against = rejections.length === 0 ? '' : `; against: ${names(rejections)}`;
  const voted = quorum > needed ? `; ${approvals.length + rejections.length} of ${quorum} that must have voted` : '';
  const sofar = `${approvals.length} of ${needed} approvals (${names(approvals)})${against}${voted}`;
  if (hasEnoughApprovals(proposal)) return `${sofar}, until ${when(expiresAtMs)}. ${onceMore(proposal, chain)}`;
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
  /** Name of the chain. */
  readonly chain: string;
}

/** What a vote came to. A control plane of before says less. @param did what those who voted did, as `Approved by` */
export function describeVote(id: number, did: string, { voted, before = [], proposal, decided = null, chain }: Vote): string {
  const standing = proposal ? describe(proposal, chain) : decided ? describeDecided(decided) : `Proposal ${id} is over.`;
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
