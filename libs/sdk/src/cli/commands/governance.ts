import type { ChainSeatView, ChangeView, JsonObject, OutlookView, ProposalView, SeatName } from '@bystack/api';
import type { BystackClient } from '../../client/client';
import { text, type Call, type Command, type Values } from '../command';
import { LocalError, UsageError } from '../exit';
import { findChain } from '../find-chain';
import { readJson } from '../input';
import { when } from '../table';
import { findNode } from './nodes';
import { modules, planLines, rehearse } from './rehearse';

const proposals: Command = {
  name: 'chains proposals',
  arguments: ['CHAIN'],
  summary: 'show what waits for the decision of a chain’s validators',
  async run(call) {
    const { chainId } = await findChain(call.client(), call.arguments.CHAIN);
    const { items } = await call.client().governance.proposals(chainId);
    return { json: items, text: items.length === 0 ? 'Nothing waits for a decision.' : items.map(describe).join('\n\n') };
  },
};

const propose: Command = {
  name: 'chains propose',
  arguments: ['CHAIN'],
  options: {
    add: { type: 'string', value: 'NODES', help: 'nodes that become validators (ids or numbers, with commas): see `bystack nodes add`' },
    'remove-seat': { type: 'string', value: 'SEAT', help: 'a seat goes (its number or name: see `bystack chains committee`)' },
    role: { type: 'string', value: 'SEAT=ROLE', help: 'a seat gets another role: member, observer or regulator' },
    certificates: { type: 'string', value: 'KIND', help: 'how proofs are signed: ed25519 or bls; a quorum must have registered keys for it' },
    consensus: { type: 'string', value: 'JSON', help: 'parameters of consensus, e.g. {"viewTimerMs": 500}' },
    protocol: { type: 'string', value: 'VERSION', help: 'blocks are made by that version of the protocol; a quorum of nodes must run it (see `bystack chains committee`)' },
    policy: { type: 'string', value: 'JSON', help: 'how validators decide: {"approvalPercent", "quorumPercent", "expiryMs", "delayBlocks"}, those that change' },
    changes: { type: 'string', value: 'JSON', help: 'changes as the chain takes them, as a list ([…], a file, or - for standard input)' },
    note: { type: 'string', value: 'TEXT', help: 'why; everybody who approves reads it' },
    'at-height': { type: 'string', value: 'HEIGHT', help: 'last block before it takes effect (else as soon as it is approved)' },
    node: { type: 'string', value: 'NODE', help: 'whose seat proposes (else any validator of yours that runs)' },
    'dry-run': { type: 'boolean', help: 'only say what it would lead to' },
  },
  summary: 'propose changes of seats, consensus or rules to a chain’s validators',
  details: 'Several options make one proposal, which takes effect as a whole or not at all. What would leave no quorum is refused with the sums before it is sent.',
  async run(call) {
    const client = call.client();
    const atHeight = wholeNumber(call.values, 'at-height');
    const wanted = wantedIn(call.values);
    const { chainId } = await findChain(client, call.arguments.CHAIN);
    const changes = await changesOf(wanted, client, chainId);
    if (call.values['dry-run']) {
      const outlook = await client.governance.outlook(chainId, changes);
      return { json: outlook, text: arithmetic(outlook).join('\n'), exit: outlook.refusal ? 1 : 0 };
    }
    const node = text(call.values, 'node');
    const nodeId = node === undefined ? undefined : (await findNode(client, chainId, node)).nodeId;
    const note = text(call.values, 'note');
    const made = await client.governance.propose(chainId, { changes, ...(note !== undefined && { note }), ...(atHeight !== undefined && { atHeight }), ...(nodeId !== undefined && { nodeId }) });
    return { json: made, text: made.proposal ? describe(made.proposal) : `Proposal ${made.id} took effect at once.` };
  },
};

const approve: Command = {
  name: 'chains approve',
  arguments: ['CHAIN', 'PROPOSAL'],
  options: { node: { type: 'string', value: 'NODE', help: 'whose seat approves (else as many of yours as are still needed)' } },
  summary: 'approve a proposal with the seats of your organisation',
  async run(call) {
    const { id, answer } = await vote(call, 'approve');
    const by = `Approved by ${names(answer.approved)}.`;
    return { json: answer, text: answer.proposal ? `${by}\n${describe(answer.proposal)}` : `${by} Proposal ${id} has taken effect.` };
  },
};

const reject: Command = {
  name: 'chains reject',
  arguments: ['CHAIN', 'PROPOSAL'],
  options: { node: { type: 'string', value: 'NODE', help: 'whose seat votes against (else as many of yours as it takes)' } },
  summary: 'vote against a proposal with the seats of your organisation',
  async run(call) {
    const { id, answer } = await vote(call, 'reject');
    const by = `Rejected by ${names(answer.rejected)}.`;
    return { json: answer, text: answer.proposal ? `${by}\n${describe(answer.proposal)}` : `${by} Proposal ${id} is over.` };
  },
};

type Votes = BystackClient['governance'];

/** With the seat of --node, or with as many of one's own as it takes. */
async function vote<V extends 'approve' | 'reject'>(call: Call, verb: V): Promise<{ readonly id: number; readonly answer: Awaited<ReturnType<Votes[V]>> }> {
  const client = call.client();
  const id = proposalId(call);
  const { chainId } = await findChain(client, call.arguments.CHAIN);
  const node = text(call.values, 'node');
  const seats = node === undefined ? {} : { nodeIds: [(await findNode(client, chainId, node)).nodeId] };
  return { id, answer: (await client.governance[verb](chainId, id, seats)) as Awaited<ReturnType<Votes[V]>> };
}

const withdraw: Command = {
  name: 'chains withdraw',
  arguments: ['CHAIN', 'PROPOSAL'],
  summary: 'withdraw a proposal of yours',
  async run(call) {
    const id = proposalId(call);
    const { chainId } = await findChain(call.client(), call.arguments.CHAIN);
    return { json: await call.client().governance.withdraw(chainId, id), text: `Proposal ${id} is withdrawn.` };
  },
};

/** A proposal as a person decides about it. */
function describe(proposal: ProposalView): string {
  const { id, words, note, proposedBy, proposedAtMs, outlook, newcomers } = proposal;
  const absent = newcomers.filter(({ isConfirmed }) => !isConfirmed).length;
  return [
    `Proposal ${id} of ${proposedBy.label}, ${when(proposedAtMs)}: ${words.map(({ en }) => en).join(' ')}`,
    ...(note === '' ? [] : [`  “${note}”`]),
    ...(outlook ? arithmetic(outlook).map((line) => `  ${line}`) : []),
    ...(absent === 0 ? [] : [`  ${absent} of ${newcomers.length} new validators have not shown to be there yet.`]),
    `  ${standing(proposal)}`,
  ].join('\n');
}

function standing({ state, lastHeight, approvals, rejections, missing, needed, quorum, expiresAtMs }: ProposalView): string {
  if (state === 'approved') return `Approved; it takes effect after block ${lastHeight}.`;
  if (state === 'expired') return `It was not decided until ${when(expiresAtMs)} and is void.`;
  const against = rejections.length === 0 ? '' : `; against: ${names(rejections)}`;
  const voted = quorum > needed ? `; ${approvals.length + rejections.length} of ${quorum} that must have voted` : '';
  return `${approvals.length} of ${needed} approvals (${names(approvals)})${against}${voted}; ${names(missing) || 'nobody'} may still vote, until ${when(expiresAtMs)}.`;
}

function arithmetic({ words, plan, rule, refusal, waits }: OutlookView): string[] {
  return [words.en, ...planLines(plan), ...(rule ? [rule.en] : []), ...(refusal ? [`Impossible: ${refusal.words.en}`] : []), ...(waits ? [`Not yet: ${waits.words.en}`] : [])];
}

function names(seats: readonly SeatName[]): string {
  return seats.map(({ label }) => label).join(', ');
}

interface Wanted {
  readonly added: readonly string[];
  readonly removed: string | undefined;
  readonly role: { readonly seat: string; readonly role: string } | undefined;
  readonly parameters: JsonObject;
  readonly listed: readonly ChangeView[];
}

function wantedIn(values: Values): Wanted {
  const role = /^(.+)=(\w+)$/.exec(text(values, 'role') ?? '');
  if (values.role !== undefined && !role) throw new UsageError('--role takes SEAT=ROLE, e.g. 4=observer.');
  const certificates = text(values, 'certificates');
  const consensus = text(values, 'consensus');
  const parameters = { ...(consensus !== undefined && (readJson(consensus, '--consensus') as JsonObject)), ...(certificates !== undefined && { certificates }) };
  const given = text(values, 'changes');
  const listed = given === undefined ? [] : readJson(given, '--changes');
  if (!Array.isArray(listed)) throw new UsageError('--changes takes a list: [{"kind": …}, …].');
  const removed = text(values, 'remove-seat');
  const added = (text(values, 'add') ?? '').split(',').filter((name) => name !== '');
  const version = wholeNumber(values, 'protocol');
  const policy = text(values, 'policy');
  const rules: ChangeView[] = [
    ...(version === undefined ? [] : [{ kind: 'activate-protocol', version }]),
    ...(policy === undefined ? [] : [{ kind: 'set-policy', policy: readJson(policy, '--policy') as JsonObject }]),
  ];
  if (added.length === 0 && removed === undefined && !role && Object.keys(parameters).length === 0 && listed.length + rules.length === 0)
    throw new UsageError('Say what to change: --add, --remove-seat, --role, --certificates, --consensus, --protocol, --policy or --changes.');
  return { added, removed, role: role ? { seat: role[1], role: role[2] } : undefined, parameters, listed: [...rules, ...(listed as unknown as ChangeView[])] };
}

async function changesOf({ added, removed, role, parameters, listed }: Wanted, client: BystackClient, chainId: string): Promise<readonly ChangeView[]> {
  const seats = removed === undefined && !role ? [] : (await client.chains.committee(chainId)).chainSeats;
  const nodes = await Promise.all(added.map((name) => findNode(client, chainId, name)));
  return [
    ...nodes.map(({ nodeId }) => ({ kind: 'add-seat', nodeId })),
    ...(removed === undefined ? [] : [{ kind: 'remove-seat', seat: seatIn(seats, removed) }]),
    ...(role ? [{ kind: 'set-role', seat: seatIn(seats, role.seat), role: role.role }] : []),
    ...(Object.keys(parameters).length === 0 ? [] : [{ kind: 'set-consensus', parameters }]),
    ...listed,
  ];
}

/** People count seats from 1, or call them by name. */
function seatIn(seats: readonly ChainSeatView[], wanted: string): number {
  const found = seats.filter(({ seat, label }) => label === wanted || String(seat + 1) === wanted);
  if (found.length === 1) return found[0].seat;
  throw new LocalError(found.length === 0 ? 'NOT_FOUND' : 'NAME_AMBIGUOUS', `${found.length === 0 ? 'No seat is' : `${found.length} seats are`} called “${wanted}”: see \`bystack chains committee\`.`);
}

function wholeNumber(values: Values, name: string): number | undefined {
  const given = text(values, name);
  if (given !== undefined && !/^\d{1,15}$/.test(given)) throw new UsageError(`--${name} takes a whole number, not “${given}”.`);
  return given === undefined ? undefined : Number(given);
}

function proposalId({ arguments: { PROPOSAL } }: Call): number {
  if (!/^\d{1,9}$/.test(PROPOSAL)) throw new UsageError(`“${PROPOSAL}” is not the number of a proposal: see \`bystack chains proposals\`.`);
  return Number(PROPOSAL);
}

export const governanceCommands = [modules, proposals, rehearse, propose, approve, reject, withdraw];
