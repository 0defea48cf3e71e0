import { writeFileSync } from 'node:fs';
import type { ChainModulesView, ChainView, CommitteeView, CreateChain, Json, ModuleInSlot, SlotName } from '@bystack/api';
import { ApiProblem } from '../../client/errors';
import { text, type Call, type Command } from '../command';
import { UsageError } from '../exit';
import { findChain } from '../find-chain';
import { followOperation, WAIT_OPTIONS } from '../follow-operation';
import { readJson } from '../input';
import { moduleId } from '../module-words';
import { formatHashes } from '../../verify/format-hashes';
import { counted, table, when } from '../table';

const create: Command = {
  name: 'chains create',
  arguments: ['[NAME]'],
  options: {
    template: { type: 'string', value: 'TEMPLATE', help: 'what to make it from: see `bystack templates list`' },
    validators: { type: 'string', value: 'N', help: 'how many validators (else as the template says)' },
    certificates: { type: 'string', value: 'KIND', help: 'how proofs are signed: ed25519 (cheaper up to about 14 validators) or bls (small proofs, for many)' },
    'keep-blocks': { type: 'string', value: 'N', help: 'pruned nodes: each keeps the transactions of the N newest blocks, 1000 at least (else archive nodes, which keep everything)' },
    assets: { type: 'string', value: 'KIND', help: 'enabled: members may issue assets and hand them to each other; disabled (else as the template says)' },
    file: { type: 'string', value: 'FILE', help: 'the whole request as JSON ({…}, a file, or - for standard input)' },
    ...WAIT_OPTIONS,
  },
  summary: 'make a chain and wait until it runs',
  async run(call) {
    const request = createRequest(call);
    const { chain, operation, warnings } = await call.client().chains.create(request);
    for (const warning of warnings) call.progress(`! ${warning.words.en}`);
    call.progress(`${chain.name} is ${chain.chainId}`);
    await followOperation(call, operation);
    const now = call.values['no-wait'] ? chain : await call.client().chains.show(chain.chainId);
    return { json: { chain: now, operationId: operation.id, warnings }, text: describe(now) };
  },
};

function createRequest({ arguments: { NAME }, values }: Call): CreateChain {
  const file = text(values, 'file');
  if (file !== undefined) {
    if (NAME || values.template || values.validators || values.certificates || values['keep-blocks'] || values.assets) throw new UsageError('--file holds the whole request: leave NAME, --template, --validators, --certificates, --keep-blocks and --assets out.');
    return readJson(file, '--file') as unknown as CreateChain;
  }
  const template = text(values, 'template');
  if (!NAME || !template) throw new UsageError('Give NAME and --template, or --file. `bystack templates list` shows the templates.');
  const validators = text(values, 'validators');
  if (validators !== undefined && !/^\d{1,4}$/.test(validators)) throw new UsageError(`--validators takes a whole number, not “${validators}”.`);
  const certificates = text(values, 'certificates');
  if (certificates !== undefined && certificates !== 'ed25519' && certificates !== 'bls') throw new UsageError(`--certificates is ed25519 or bls, not “${certificates}”.`);
  const keepBlocks = text(values, 'keep-blocks');
  if (keepBlocks !== undefined && !/^\d{1,15}$/.test(keepBlocks)) throw new UsageError(`--keep-blocks takes a whole number, not “${keepBlocks}”.`);
  const assets = text(values, 'assets');
  if (assets !== undefined && assets !== 'enabled' && assets !== 'disabled') throw new UsageError(`--assets is enabled or disabled, not “${assets}”.`);
  return {
    name: NAME,
    template,
    ...(assets === undefined ? {} : { assets }),
    ...(validators === undefined ? {} : { validators: Number(validators) }),
    ...(keepBlocks === undefined ? {} : { keepBlocks: Number(keepBlocks) }),
    ...(certificates === undefined ? {} : { slots: { consensus: { params: { certificates } } } }),
  };
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
    const modulesInForce = await inForce(call, chainId);
    return { json: { ...chain, modulesInForce }, text: describe(chain, modulesInForce?.modules) };
  },
};

/** Null: no node says. */
async function inForce(call: Call, chainId: string): Promise<ChainModulesView | null> {
  try {
    return await call.client().governance.modules(chainId);
  } catch (error) {
    if (error instanceof ApiProblem) return null;
    throw error;
  }
}

/** What goes by a slot now, and beside it what the chain was founded with where that was something else. */
function slotWords(founding: ChainView['slots'][SlotName], now: ModuleInSlot | undefined): string {
  const [id, was] = [moduleId(now ?? founding), moduleId(founding)];
  return `${(now ?? founding).title.en} (${id})${id === was ? '' : `; founded with ${was}`}`;
}

function describe(chain: ChainView, modules: readonly ModuleInSlot[] = []): string {
  const slots = Object.entries(chain.slots).map(([slot, founding]) => [`  ${slot}`, slotWords(founding, modules.find((each) => each.slot === slot))]);
  const rows = [
    ['name', chain.name],
    ['id', chain.chainId],
    ['state', `${chain.state}: ${chain.stateReason.en}`],
    ['template', `${chain.template.title.en} (${chain.template.name} ${chain.template.version})`],
    ['nodes', strength(chain)],
    ['final', chain.finalHeight === null ? 'nothing yet' : `height ${chain.finalHeight}, ${when(chain.finalTimeMs)}`],
    ['signer', chain.signerPublicKey],
    ['made of', ''],
    ...slots,
  ];
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `${left.padEnd(width)}  ${right}`.trimEnd()).join('\n');
}

function strength({ nodesRunning, validators, faultsTolerated, competition }: ChainView): string {
  if (competition) return `${nodesRunning} of ${validators} run, ${competition.nodesMining} mine with ${formatHashes(String(Math.round(competition.hashesPerSecond)))} a second; final means buried under ${competition.finalDepth} blocks`;
  const needed = validators - faultsTolerated;
  const spare = nodesRunning - needed;
  const more = spare < 0 ? 'the chain stands still until more run' : `${spare === 0 ? 'none' : spare} more may fail`;
  return `${nodesRunning} of ${validators} run, needed: ${needed}; ${more}`;
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

function describeCommittee({ epoch, firstHeight, lastHeight, scheme, quorum, mayFail, seats, chainSeats, protocol, policy, changes, equivocations }: CommitteeView): string {
  const voting = new Map(seats.map((seat) => [seat.nodeKey, seat]));
  const rows = chainSeats.map(({ seat, label, role, nodeKey, registered, protocols: { min, max } }) => {
    const votes = voting.get(nodeKey);
    return [String(seat + 1), label, votes ? `votes (place ${votes.place + 1})` : role, nodeKey.slice(0, 16), votes?.votingKey.slice(0, 16) ?? '-', registered.join(', ') || '-', min === max ? String(max) : `${min}-${max}`];
  });
  const ends = lastHeight === 0 ? '' : `; it ends with block ${lastHeight}`;
  return [
    `Epoch ${epoch}, since block ${firstHeight}${ends}. ${quorum} of ${seats.length} must sign (${scheme}); ${mayFail} may fail.`,
    table(['SEAT', 'NAME', 'PART', 'NODE KEY', 'VOTING KEY', 'KEYS FOR LATER', 'PROTOCOLS'], rows),
    `Blocks are made by protocol version ${protocol.inForce}${protocol.due ? `; after block ${protocol.due.lastHeight} by version ${protocol.due.version}` : ''}.`,
    `A change needs the approval of ${policy.needed} of ${policy.validators} validators${policy.quorum > policy.needed ? ` and the votes of ${policy.quorum}` : ''}${policy.delayBlocks > 0 ? `; it waits for ${counted(policy.delayBlocks, 'block')} then` : ''}.`,
    ...(changes.length === 0 ? [] : [`Proposals: ${changes.map(({ id }) => id).join(', ')} (see \`bystack chains proposals\`).`]),
    ...equivocations.map((seen) => `! ${seen.label} signed two contradicting votes in view ${seen.view} of epoch ${seen.epoch}: proof in block ${seen.height}.`),
  ].join('\n');
}

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
