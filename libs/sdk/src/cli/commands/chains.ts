import { writeFileSync } from 'node:fs';
import type { ChainOutlook, Json, SlotChoice } from '@bystack/api';
import { ApiProblem } from '../../client/errors';
import { text, type Command } from '../command';
import { UsageError } from '../exit';
import { findChain } from '../find-chain';
import { followOperation, WAIT_OPTIONS } from '../follow-operation';
import { moduleId, parameterLines } from '../module-words';
import { counted, table } from '../table';
import { createRequest, CREATE_OPTIONS } from './create-request';
import { describeChain, describeCommittee } from './describe-chain';

const create: Command = {
  name: 'chains create',
  arguments: ['[NAME]'],
  options: { ...CREATE_OPTIONS, 'dry-run': { type: 'boolean', help: 'only say what would be made, or what it would be refused for' }, ...WAIT_OPTIONS },
  summary: 'make a chain and wait until it runs',
  details: 'What --slot and --params leave out is as the template says. Example: --slot transactions=quota@2.0.0 --params \'transactions={"perMember": {"perMinute": 30, "burst": 10}}\'.',
  async run(call) {
    const request = createRequest(call);
    if (call.values['dry-run']) {
      const outlook = await call.client().chains.outlook(request);
      return { json: outlook, text: describeOutlook(outlook) };
    }
    const { chain, operation, warnings } = await call.client().chains.create(request);
    for (const warning of warnings) call.progress(`! ${warning.words.en}`);
    call.progress(`${chain.name} is ${chain.chainId}`);
    await followOperation(call, operation);
    const now = call.values['no-wait'] ? chain : await call.client().chains.show(chain.chainId);
    return { json: { chain: now, operationId: operation.id, warnings }, text: describeChain(now) };
  },
};

function describeOutlook({ blueprint, warnings }: ChainOutlook): string {
  const { name, template, slots, validators, assets } = blueprint;
  const made = `“${name}” would be made from ${template.name} ${template.version} with ${counted(validators, 'validator')}, assets ${assets ?? 'disabled'}. Nothing was made.`;
  return [made, table(['  SLOT', 'MODULE', 'PARAMETERS'], Object.entries(slots).flatMap(slotRows)), ...warnings.map(({ words }) => `! ${words.en}`)].join('\n');
}

/** A line for each parameter. A rule book does not fit on lines: it is in the JSON. */
function slotRows([slot, choice]: readonly [string, SlotChoice]): string[][] {
  const [first = '', ...more] = parameterLines(choice.params);
  return [[`  ${slot}`, moduleId(choice), first], ...more.map((line) => ['', '', line])];
}

const list: Command = {
  name: 'chains list',
  summary: 'list your chains',
  async run(call) {
    const page = await call.client().chains.list();
    const rows = page.items.map((chain) => [chain.name, chain.state, `${chain.nodesRunning}/${chain.validators}`, String(chain.finalHeight ?? '-'), chain.template.name, chain.chainId]);
    return { json: page.items, text: rows.length === 0 ? 'There is no chain yet.' : table(['NAME', 'STATE', 'NODES', 'HEIGHT', 'TEMPLATE', 'ID'], rows) };
  },
};

const show: Command = {
  name: 'chains show',
  arguments: ['CHAIN'],
  summary: 'show one chain',
  async run(call) {
    const { chainId } = await findChain(call.client(), call.arguments.CHAIN);
    const chain = await call.client().chains.show(chainId); // A list tells no parameters, and so no rules.
    const modulesInForce = await told(() => call.client().governance.modules(chainId));
    const consensus = await told(() => call.client().chains.consensus(chainId));
    const json = { ...chain, modulesInForce, consensusInForce: consensus?.parameters ?? null, policyInForce: consensus?.policy ?? null };
    return { json, text: describeChain(chain, modulesInForce?.modules, consensus?.told) };
  },
};

/** Null: no node says. */
async function told<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ApiProblem) return null;
    throw error;
  }
}

const committee: Command = {
  name: 'chains committee',
  arguments: ['CHAIN'],
  summary: 'show who decides on a chain, what is about to change, and who was caught voting twice',
  async run(call) {
    const chain = await findChain(call.client(), call.arguments.CHAIN);
    const view = await call.client().chains.committee(chain.chainId);
    return { json: view, text: describeCommittee(view) };
  },
};

const remove: Command = {
  name: 'chains delete',
  arguments: ['CHAIN'],
  options: { confirm: { type: 'string', value: 'NAME', help: 'the exact name of the chain: its nodes, data and keys go' }, ...WAIT_OPTIONS },
  summary: 'delete a chain with all its data',
  async run(call) {
    const chain = await findChain(call.client(), call.arguments.CHAIN);
    const confirm = text(call.values, 'confirm');
    if (confirm === undefined) throw new UsageError(`Deleting cannot be undone. Say so with --confirm '${chain.name}'.`);
    const ended = await followOperation(call, await call.client().chains.delete(chain.chainId, confirm));
    return { json: ended, text: call.values['no-wait'] ? `“${chain.name}” is being deleted.` : `“${chain.name}” is deleted.` };
  },
};

function turn(verb: 'stop' | 'start', summary: string, done: string): Command {
  return {
    name: `chains ${verb}`,
    arguments: ['CHAIN'],
    options: WAIT_OPTIONS,
    summary,
    async run(call) {
      const chain = await findChain(call.client(), call.arguments.CHAIN);
      const ended = await followOperation(call, await call.client().chains[verb](chain.chainId));
      return { json: ended, text: call.values['no-wait'] ? `Asked to ${verb} “${chain.name}”.` : `“${chain.name}” ${done}.` };
    },
  };
}

const genesis: Command = {
  name: 'chains genesis',
  arguments: ['CHAIN'],
  options: { out: { type: 'string', short: 'o', value: 'FILE', help: 'write it there, byte for byte' } },
  summary: 'fetch the genesis document: what `bystack verify` trusts',
  async run(call) {
    const chain = await findChain(call.client(), call.arguments.CHAIN);
    const bytes = await call.client().chains.genesis(chain.chainId);
    const document = Buffer.from(bytes).toString('utf8');
    const out = text(call.values, 'out');
    if (!out) return { json: JSON.parse(document) as Json, text: document };
    writeFileSync(out, bytes);
    return { json: { file: out, chainId: chain.chainId }, text: `${out} (its SHA-256 is the chain's id, ${chain.chainId})` };
  },
};

export const chainCommands = [create, list, show, committee, remove, turn('stop', "stop a chain's nodes", 'is stopped'), turn('start', 'start a stopped chain', 'runs'), genesis];
