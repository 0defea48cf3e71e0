import type { ChainModulesView, ChangeView, JsonObject, PlanLine, RehearsalView, ReportView } from '@bystack/api';
import { text, type Call, type Command } from '../command';
import { UsageError } from '../exit';
import { findChain } from '../find-chain';
import { followOperation, WAIT_OPTIONS } from '../follow-operation';
import { readJson } from '../input';
import { moduleId, parameterLines, rulesIn } from '../module-words';
import { oneLine } from '../printable';
import { quoted } from '../quoted';
import { counted } from '../table';
import { packageChanges, packageIn, PACKAGE_OPTION } from './own-package';
import { sampleLines } from './sample-lines';
import { triedInVain, triedLines } from './tried-lines';

export const rehearse: Command = {
  name: 'chains rehearse',
  arguments: ['CHAIN'],
  options: { ...PACKAGE_OPTION, proposal: { type: 'string', value: 'NUMBER', help: 'a proposal that waits for votes: see `bystack chains proposals`' }, changes: { type: 'string', value: 'JSON', help: 'changes of modules as the chain takes them, as a list ([…], a file, or - for standard input)' }, ...WAIT_OPTIONS },
  summary: 'try changes of modules, or a proposal, out on a chain’s live records, before anybody votes',
  details: 'One of the chain’s nodes carries every record over beside its other work and keeps nothing of it. Afterwards: bystack chains propose CHAIN --changes JSON, or bystack chains approve CHAIN NUMBER.',
  async run(call) {
    const client = call.client();
    const asked = askedIn(call);
    const chain = await findChain(client, call.arguments.CHAIN);
    const { chainId, name } = chain;
    const begun = 'proposal' in asked ? await client.governance.rehearseProposal(chainId, asked.proposal) : await client.governance.rehearse(chainId, 'rules' in asked ? await packageChanges(client, chain, asked.rules) : asked.changes);
    const { id } = await followOperation(call, begun);
    const rehearsal = await client.governance.rehearsal(chainId, id);
    return { json: rehearsal, text: describe(rehearsal, name), exit: rehearsal.report?.refusal ? 1 : 0 };
  },
};

/** A proposal by its number, changes, or rules of one's own. */
function askedIn({ values }: Call): { readonly proposal: number } | { readonly changes: readonly ChangeView[] } | { readonly rules: JsonObject } {
  const [proposal, given, rules] = [text(values, 'proposal'), text(values, 'changes'), packageIn(values)];
  if ([proposal, given, rules].filter((one) => one !== undefined).length !== 1) throw new UsageError('Say what to try out: one of --proposal NUMBER, --package FILE and --changes JSON.');
  if (proposal !== undefined) return { proposal: proposalNumber(proposal) };
  if (rules !== undefined) return { rules };
  const changes = readJson(given!, '--changes');
  if (!Array.isArray(changes)) throw new UsageError('--changes takes a list: [{"kind": …}, …].');
  return { changes: changes as unknown as ChangeView[] };
}

export function proposalNumber(given: string): number {
  if (!/^[1-9]\d{0,8}$/.test(given)) throw new UsageError(`“${given}” is not the number of a proposal: see \`bystack chains proposals\`.`);
  return Number(given);
}

export const modules: Command = {
  name: 'chains modules',
  arguments: ['CHAIN'],
  summary: 'show which modules a chain goes by now, with their rules and parameters, and what is about to change about them',
  async run(call) {
    const client = call.client();
    const { chainId } = await findChain(client, call.arguments.CHAIN);
    const view = await client.governance.modules(chainId);
    return { json: view, text: inForce(view).join('\n') };
  },
};

function takenOverLines({ takenOver = [] }: ChainModulesView['modules'][number]): string[] {
  return takenOver.length === 0 ? [] : [`    holds for all what it took over from: ${takenOver.join(', ')}`];
}

/** Rules that could come into force again; those in force stand above. */
function keptLines({ modules: all, kept }: ChainModulesView): string[] {
  const others = kept.filter(({ module, package: id }) => !all.some((one) => one.module === module && rulesIn(one.params.package) === id));
  return others.length === 0 ? [] : ['Kept, not in force:', ...others.map(({ module, package: id, status }) => `  ${module}: rules ${id}${status === 'retired' ? ', given up for ever' : ''}`)];
}

function inForce(view: ChainModulesView): string[] {
  const { set, firstHeights, due, migrating, modules: all } = view;
  return [
    set === 0 ? 'As the chain was founded:' : `Set ${set}, since block ${firstHeights[set]}:`,
    ...all.flatMap((each) => [`  ${each.slot ?? '?'}: ${each.title.en} (${moduleId(each)})`, ...takenOverLines(each), ...parameterLines(each.params).map((line) => `    ${line}`)]),
    ...(due === null ? [] : [`Proposal ${due.change} is approved and takes effect after block ${due.lastHeight} at the earliest.`]),
    ...(migrating === null ? [] : [`Carried over ${migrating.isDone ? 'in all' : 'so far'}: ${counted(migrating.entries, 'entry', 'entries')}.`]),
    ...keptLines(view),
  ];
}

export function planLines(plan: readonly PlanLine[]): string[] {
  return plan.map(({ words, isWarning }) => `${isWarning ? 'Mind: ' : ''}${oneLine(words.en)}`);
}

function describe({ id, words, report }: RehearsalView, chain: string): string {
  const lines = words.map(({ en }) => en);
  return [...lines, ...(report ? reportLines(report, chain) : [`It is being tried out (operation ${id}).`])].join('\n');
}

function reportLines({ tookMs, entries, blocks, plan, leftBehind, commands = [], samples, refusal, software }: ReportView, chain: string): string[] {
  const lacking = software.filter(({ standing }) => standing === 'lacks').map(({ label }) => label);
  const unheard = software.filter(({ standing }) => standing === 'unheard').map(({ label }) => label);
  const inVain = triedInVain(commands);
  return [
    ...(inVain === undefined ? [] : [`Mind: ${inVain}.`]),
    ...planLines(plan),
    `Carried over on trial: ${counted(entries, 'entry', 'entries')}, in ${(tookMs / 1000).toFixed(1)} s; on the chain this takes at least ${counted(blocks, 'block')}.`,
    ...(lacking.length === 0 ? [] : [`Upgrade first: the nodes of ${lacking.join(', ')} lack the new module. Put the new software on their hosts, then \`bystack nodes stop ${quoted(chain)} NODE\` and \`bystack nodes start ${quoted(chain)} NODE\`, one node after the other: a node begins with the newest its host has.`]),
    ...(unheard.length === 0 ? [] : [`Not heard: the nodes of ${unheard.join(', ')}.`]),
    ...sampleLines(samples),
    ...leftBehind.map(({ words }) => `Mind: ${words.en}`),
    ...triedLines(commands),
    verdict(refusal, leftBehind.length > 0, inVain),
  ];
}

function verdict(refusal: ReportView['refusal'], isLeft: boolean, inVain: string | undefined): string {
  if (refusal) return `It would not take effect: ${refusal.words.en}`;
  const but = [...(isLeft ? ['not everything comes along'] : []), ...(inVain === undefined ? [] : [inVain])];
  return but.length === 0 ? 'It can take effect.' : `It can take effect, and then ${but.join(', and ')}: see above.`;
}
