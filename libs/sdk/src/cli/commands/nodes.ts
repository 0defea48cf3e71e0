import type { NodeView } from '@bystack/api';
import { oneOf, text, type Command } from '../command';
import { UsageError } from '../exit';
import { findChain } from '../find-chain';
import { findHost } from '../find-host';
import { findNode, namedNode, seatOf } from '../find-node';
import { followOperation, WAIT_OPTIONS } from '../follow-operation';
import { counted, table, when } from '../table';

/** A node that does not run gives no vote, whatever seat it has. */
function votesNow({ state, votes }: NodeView): string {
  if (votes === false) return 'no';
  return votes === true && state === 'running' ? 'yes' : '-';
}

const list: Command = {
  name: 'nodes list',
  arguments: ['CHAIN'],
  summary: "list a chain's nodes",
  async run(call) {
    const { chainId } = await findChain(call.client(), call.arguments.CHAIN);
    const page = await call.client().chains.nodes(chainId);
    const rows = page.items.map((node) => [
      seatOf(node), node.state, votesNow(node), String(node.finalHeight ?? '-'), `${node.peersConnected ?? '-'}/${node.peersKnown ?? '-'}`,
      node.rssBytes === null ? '-' : `${Math.round(node.rssBytes / 2 ** 20)} MiB`, String(node.restarts), node.hostName, when(node.observedAtMs), node.nodeId,
    ]);
    return { json: page.items, text: table(['SEAT', 'STATE', 'VOTES', 'HEIGHT', 'PEERS', 'MEMORY', 'RESTARTS', 'HOST', 'SEEN', 'ID'], rows) };
  },
};

function turn(verb: 'stop' | 'start', done: string): Command {
  return {
    name: `nodes ${verb}`,
    arguments: ['CHAIN', 'NODE'],
    options: { ...(verb === 'stop' ? { force: { type: 'boolean' as const, help: 'also when too few would be left to go on' } } : {}), ...WAIT_OPTIONS },
    summary: `${verb} one node (by id or seat)`,
    async run(call) {
      const { client, chainId, node } = await namedNode(call);
      const operation = verb === 'stop' ? await client.chains.stopNode(chainId, node.nodeId, call.values.force === true) : await client.chains.startNode(chainId, node.nodeId);
      const ended = await followOperation(call, operation);
      return { json: ended, text: `Node ${seatOf(node)} ${call.values['no-wait'] ? `is asked to ${verb}` : done}.` };
    },
  };
}

const add: Command = {
  name: 'nodes add',
  arguments: ['CHAIN'],
  options: { host: { type: 'string', value: 'HOST', help: 'where: name or id of a host (else whichever has most room)' }, ...WAIT_OPTIONS },
  summary: 'start a further node of a chain, without a seat yet',
  details: 'It follows the chain as soon as a proposal names it: `bystack chains propose CHAIN --add NODE`.',
  async run(call) {
    const client = call.client();
    const { chainId } = await findChain(client, call.arguments.CHAIN);
    const host = text(call.values, 'host');
    const operation = await client.chains.addNode(chainId, host === undefined ? {} : { hostId: await findHost(client, host) });
    const ended = await followOperation(call, operation);
    const node = await findNode(client, chainId, operation.subject.id);
    const stands = `Node ${seatOf(node)} (${node.nodeId}) ${call.values['no-wait'] ? 'is being started' : 'runs'} on ${node.hostName}.`;
    return { json: { operation: ended, node }, text: `${stands} Next: bystack chains propose ${call.arguments.CHAIN} --add ${seatOf(node)}` };
  },
};

const remove: Command = {
  name: 'nodes remove',
  arguments: ['CHAIN', 'NODE'],
  options: WAIT_OPTIONS,
  summary: 'remove a node that has no seat any more, with its data and keys (by id or number)',
  async run(call) {
    const { client, chainId, node } = await namedNode(call);
    const ended = await followOperation(call, await client.chains.removeNode(chainId, node.nodeId));
    return { json: ended, text: `Node ${seatOf(node)} ${call.values['no-wait'] ? 'is being removed' : 'is removed'}.` };
  },
};

const renewKeys: Command = {
  name: 'nodes renew-keys',
  arguments: ['CHAIN', '[NODE]'],
  options: { scheme: { type: 'string', value: 'KIND', help: 'ed25519 or bls (else as the chain signs now)' } },
  summary: 'register a voting key of a node’s seat (by id or number; else of every validator of yours)',
  details: 'Of the kind in use it is a fresh key, voted with from the next epoch on, once a day at most. Of the other kind it waits for a change: `bystack chains propose CHAIN --certificates KIND`. The node makes the key; it never leaves its host.',
  async run(call) {
    const client = call.client();
    const scheme = oneOf(call.values, 'scheme', ['ed25519', 'bls']);
    const { chainId } = await findChain(client, call.arguments.CHAIN);
    const { NODE } = call.arguments;
    const voting = async () => (await client.chains.nodes(chainId)).items.filter(({ votes, state }) => votes === true && state === 'running');
    const nodes = NODE === undefined ? await voting() : [await findNode(client, chainId, NODE)];
    const answers = [];
    for (const node of nodes) {
      answers.push(await client.governance.renewKeys(chainId, node.nodeId, scheme === undefined ? {} : { scheme }));
      call.progress(`✓ The key of node ${seatOf(node)} is registered`);
    }
    return { json: answers, text: `${nodes.length} ${nodes.length === 1 ? 'key is' : 'keys are'} registered.` };
  },
};

const mine: Command = {
  name: 'nodes mine',
  arguments: ['CHAIN', 'NODE'],
  options: { threads: { type: 'string', value: 'N', help: 'how many threads mine; 0: none' } },
  summary: 'open competition: start or stop mining on one node (by id or seat)',
  details: 'The node keeps it, also when it is started again.',
  async run(call) {
    const given = text(call.values, 'threads');
    if (given === undefined || !/^\d{1,4}$/.test(given)) throw new UsageError('Give --threads N: a whole number, 0 to stop.');
    const { client, chainId, node } = await namedNode(call);
    const now = await client.chains.mine(chainId, node.nodeId, Number(given));
    return { json: now, text: now.threads === 0 ? `Node ${seatOf(node)} does not mine.` : `Node ${seatOf(node)} mines with ${now.threads} of at most ${now.threadsMax} threads.` };
  },
};

const rejoin: Command = {
  name: 'nodes rejoin',
  arguments: ['CHAIN', 'NODE'],
  options: { after: { type: 'string', value: 'BLOCK', help: 'forget what the node has after this block, where the branches part, as it was shown' } },
  summary: 'open competition: show whether a node was cut off from the others; with --after let it follow them again',
  details: 'A node that was cut off for longer than blocks take to be final stays on its own chain. To follow the others it forgets its own blocks from where the branches part, and fetches theirs; records that are only in those are not on the chain any more.',
  async run(call) {
    const { client, chainId, node } = await namedNode(call);
    const split = node.competition?.split;
    if (split === undefined) return { json: null, text: `Node ${seatOf(node)} sees nobody with more work on another branch.` };
    const given = text(call.values, 'after');
    const what = `${counted(split.blocks, 'final block')} with ${counted(split.transactions, 'transaction')}, after block ${split.forkHeight}`;
    const where = `Others have more work on a branch without ${what} of node ${seatOf(node)}.`;
    if (given === undefined) return { json: split, text: `${where} To follow them and forget these, and what comes on top meanwhile: --after ${split.forkHeight}` };
    if (Number(given) !== split.forkHeight) throw new UsageError(`It is ${what}: say so with --after ${split.forkHeight}.`);
    await client.chains.rejoin(chainId, node.nodeId, split.forkHeight);
    return { json: split, text: `Node ${seatOf(node)} forgets ${what}, and fetches the chain of the others.` };
  },
};

const logs: Command = {
  name: 'nodes logs',
  arguments: ['CHAIN', 'NODE'],
  options: { tail: { type: 'string', value: 'LINES', help: 'how many of the newest lines (default 100)' } },
  summary: "show a node's newest log lines (NODE by id or seat)",
  async run(call) {
    const tail = Number(text(call.values, 'tail') ?? '100');
    if (!Number.isInteger(tail) || tail < 1) throw new UsageError('--tail takes a number of lines.');
    const { client, chainId, node } = await namedNode(call);
    const lines = await client.chains.logs(chainId, node.nodeId, tail);
    return { json: lines.trimEnd().split('\n'), text: lines.trimEnd() };
  },
};

export const nodeCommands = [list, add, remove, turn('stop', 'is stopped'), turn('start', 'runs'), renewKeys, mine, rejoin, logs];
