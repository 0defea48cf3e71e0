import type { ChainView, ChangeView, DecidedProposal } from '@bystack/api';
import type { BystackClient } from '../../client/client';
import { ApiProblem } from '../../client/errors';
import { text, wholeNumber, type Answer, type Call, type Command } from '../command';
import { findChain } from '../find-chain';
import { findNode } from '../find-node';
import { PACKAGE_OPTION } from './own-package';
import { arithmetic, describe, describeDecided, describeDecidedWhole, describeVote, describeWhole, rulesLines } from './proposal-lines';
import { modules, planLines, proposalNumber, rehearse } from './rehearse';
import { changesOf, wantedIn } from './wanted-changes';

const proposals: Command = {
  name: 'chains proposals',
  arguments: ['CHAIN', '[PROPOSAL]'],
  options: { decided: { type: 'boolean', help: 'those that are over instead, newest first, with what came of each' } },
  summary: 'show what waits for the decision of a chain’s validators, or what they decided',
  details: 'With the number of a proposal, all of it: of one that waits what it would change, of one that is over what it changed, as things stood then. Where other rules come, that is every field, refusal, state and question; with --json the rules themselves, word for word.',
  async run(call) {
    const id = call.arguments.PROPOSAL === undefined ? undefined : proposalNumber(call.arguments.PROPOSAL);
    const { chainId, name } = await findChain(call.client(), call.arguments.CHAIN);
    if (id !== undefined) return showOne(call.client(), { chainId, name }, id);
    if (call.values.decided) {
      const decided = await everyDecided(call.client(), chainId);
      return { json: decided, text: decided.length === 0 ? 'Nothing was decided yet.' : decided.map(describeDecided).join('\n\n') };
    }
    const { items } = await call.client().governance.proposals(chainId);
    return { json: items, text: items.length === 0 ? 'Nothing waits for a decision.' : items.map((one) => describe(one, name)).join('\n\n') };
  },
};

const propose: Command = {
  name: 'chains propose',
  arguments: ['CHAIN'],
  options: {
    add: { type: 'string', isRepeatable: true, value: 'NODES', help: 'nodes that become validators (ids or numbers, with commas): see `bystack nodes add`' },
    'remove-seat': { type: 'string', isRepeatable: true, value: 'SEATS', help: 'seats that go (numbers or names, with commas: see `bystack chains committee`)' },
    role: { type: 'string', isRepeatable: true, value: 'SEATS=ROLE', help: 'seats that get another role: member, observer or regulator' },
    certificates: { type: 'string', value: 'KIND', help: 'how proofs are signed: ed25519 or bls; a quorum must have registered keys for it' },
    consensus: { type: 'string', value: 'JSON', help: 'parameters of consensus, e.g. {"viewTimerMs": 500}' },
    protocol: { type: 'string', value: 'VERSION', help: 'blocks are made by that version of the protocol; a quorum of nodes must run it (see `bystack chains committee`)' },
    policy: { type: 'string', value: 'JSON', help: 'how validators decide: {"approvalPercent", "quorumPercent", "expiryMs", "delayBlocks"}, those that change' },
    ...PACKAGE_OPTION,
    changes: { type: 'string', value: 'JSON', help: 'changes as the chain takes them, as a list ([…], a file, or - for standard input)' },
    note: { type: 'string', value: 'TEXT', help: 'why; everybody who approves reads it' },
    'at-height': { type: 'string', value: 'HEIGHT', help: 'last block before it takes effect (else as soon as it is approved)' },
    node: { type: 'string', value: 'NODE', help: 'whose seat proposes (else any validator of yours that runs)' },
    'dry-run': { type: 'boolean', help: 'only say what it would lead to' },
  },
  summary: 'propose changes of seats, consensus or rules to a chain’s validators',
  details: 'Several options make one proposal, which takes effect as a whole or not at all. Seats have the numbers and names of `bystack chains committee`, from 1 on; changes as the chain takes them (--changes) count them from 0. What would leave no quorum is refused with the sums before it is sent.',
  async run(call) {
    const atHeight = wholeNumber(call.values, 'at-height');
    const wanted = wantedIn(call.values);
    const client = call.client();
    const { chainId, name } = await findChain(client, call.arguments.CHAIN);
    const changes = await changesOf(wanted, client, { chainId, name });
    if (call.values['dry-run']) {
      const outlook = await client.governance.outlook(chainId, changes);
      return { json: outlook, text: [...arithmetic(outlook), ...rulesLines(outlook)].join('\n'), exit: outlook.refusal ? 1 : 0 };
    }
    const node = text(call.values, 'node');
    const nodeId = node === undefined ? undefined : (await findNode(client, chainId, node)).nodeId;
    const note = text(call.values, 'note');
    for (const line of await warningLines(client, chainId, changes)) call.progress(line);
    if (changes.some(({ kind }) => kind === 'swap-module')) call.progress('The chain’s nodes say first that they have the new module: that may take some seconds.');
    const made = await client.governance.propose(chainId, { changes, ...(note !== undefined && { note }), ...(atHeight !== undefined && { atHeight }), ...(nodeId !== undefined && { nodeId }) });
    return { json: made, text: made.proposal ? describe(made.proposal, name) : made.decided ? describeDecided(made.decided) : `Proposal ${made.id} took effect at once.` };
  },
};

/** What a vote should mind, told before anything is sent: where one seat decides it takes effect at once. Whatever is in the way of asking is said by the answer to the proposal. */
async function warningLines({ governance }: BystackClient, chainId: string, changes: readonly ChangeView[]): Promise<string[]> {
  try {
    return planLines((await governance.outlook(chainId, changes)).plan.filter(({ isWarning }) => isWarning));
  } catch (error) {
    if (error instanceof ApiProblem) return [];
    throw error;
  }
}

const cancel: Command = {
  name: 'chains cancel',
  arguments: ['CHAIN', 'PROPOSAL'],
  options: { note: { type: 'string', value: 'TEXT', help: 'why; everybody who approves reads it' } },
  summary: 'propose that an approved change does not take effect',
  details: 'It needs the same votes as any change, and must have them before the height of the change. What still waits for votes is voted against, or withdrawn.',
  async run(call) {
    const id = proposalId(call);
    const note = text(call.values, 'note');
    const { chainId, name } = await findChain(call.client(), call.arguments.CHAIN);
    const made = await call.client().governance.propose(chainId, { changes: [{ kind: 'cancel-change', change: id }], ...(note !== undefined && { note }) });
    return { json: made, text: made.proposal ? describe(made.proposal, name) : `Proposal ${id} is cancelled.` };
  },
};

const approve: Command = {
  name: 'chains approve',
  arguments: ['CHAIN', 'PROPOSAL'],
  options: { node: { type: 'string', value: 'NODE', help: 'whose seat approves, also if it was against (else as many of yours as are still needed)' } },
  summary: 'approve a proposal with the seats of your organisation',
  async run(call) {
    const { id, answer, chain } = await vote(call, 'approve');
    return { json: answer, text: describeVote(id, 'Approved by', { ...answer, voted: answer.approved, chain }) };
  },
};

const reject: Command = {
  name: 'chains reject',
  arguments: ['CHAIN', 'PROPOSAL'],
  options: { node: { type: 'string', value: 'NODE', help: 'whose seat votes against, also if it approved (else as many of yours as it takes)' } },
  summary: 'vote against a proposal with the seats of your organisation',
  async run(call) {
    const { id, answer, chain } = await vote(call, 'reject');
    return { json: answer, text: describeVote(id, 'Rejected by', { ...answer, voted: answer.rejected, chain }) };
  },
};

type Votes = BystackClient['governance'];

/** With the seat of --node, or with as many of one's own as it takes. */
async function vote<V extends 'approve' | 'reject'>(call: Call, verb: V): Promise<{ readonly id: number; readonly answer: Awaited<ReturnType<Votes[V]>>; readonly chain: string }> {
  const client = call.client();
  const id = proposalId(call);
  const { chainId, name } = await findChain(client, call.arguments.CHAIN);
  const node = text(call.values, 'node');
  const seats = node === undefined ? {} : { nodeIds: [(await findNode(client, chainId, node)).nodeId] };
  return { id, answer: (await client.governance[verb](chainId, id, seats)) as Awaited<ReturnType<Votes[V]>>, chain: name };
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

/** That waits, or is over. */
async function showOne({ governance }: BystackClient, { chainId, name }: Pick<ChainView, 'chainId' | 'name'>, id: number): Promise<Answer> {
  try {
    const proposal = await governance.proposal(chainId, id);
    return { json: proposal, text: describeWhole(proposal, name) };
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'NO_SUCH_CHANGE') throw error;
    const decided = await governance.decidedOne(chainId, id);
    return { json: decided, text: describeDecidedWhole(decided) };
  }
}

/** All that the chain remembers: some pages. */
async function everyDecided(client: BystackClient, chainId: string): Promise<readonly DecidedProposal[]> {
  const all: DecidedProposal[] = [];
  for (let before: string | undefined; ; ) {
    const { items, next } = await client.governance.decided(chainId, before);
    all.push(...items);
    if (next === undefined) return all;
    before = next;
  }
}

function proposalId({ arguments: { PROPOSAL } }: Call): number {
  return proposalNumber(PROPOSAL);
}

export const governanceCommands = [modules, proposals, rehearse, propose, approve, reject, withdraw, cancel];
