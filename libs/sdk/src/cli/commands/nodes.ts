import type { NodeView } from '@bystack/api';
import type { BystackClient } from '../../client/client';
import { text, type Command } from '../command';
import { LocalError, UsageError } from '../exit';
import { findChain } from '../find-chain';
import { followOperation, WAIT_OPTIONS } from '../follow-operation';
import { table, when } from '../table';

/** Seats count from 1 for people: in the console, in receipts and here. */
const seatOf = ({ seat }: NodeView): string => String(seat + 1);

/** By id or seat. */
export async function findNode(client: BystackClient, chainId: string, wanted: string): Promise<NodeView> {
  const { items } = await client.chains.nodes(chainId);
  const node = items.find((one) => one.nodeId === wanted || seatOf(one) === wanted);
  if (!node) throw new LocalError('NOT_FOUND', `There is no node “${wanted}”: see \`bystack nodes list\`.`);
  return node;
}

const list: Command = {
  name: 'nodes list',
  arguments: ['CHAIN'],
  summary: "list a chain's nodes",
  async run(call) {
    const { chainId } = await findChain(call.client(), call.arguments.CHAIN);
    const page = await call.client().chains.nodes(chainId);
    const rows = page.items.map((node) => [
      seatOf(node), node.state, String(node.finalHeight ?? '-'), `${node.peersConnected ?? '-'}/${node.peersKnown ?? '-'}`,
      node.rssBytes === null ? '-' : `${Math.round(node.rssBytes / 2 ** 20)} MiB`, String(node.restarts), node.hostName, when(node.observedAtMs), node.nodeId,
    ]);
    return { json: page.items, text: table(['SEAT', 'STATE', 'HEIGHT', 'PEERS', 'MEMORY', 'RESTARTS', 'HOST', 'SEEN', 'ID'], rows) };
  },
};

function turn(verb: 'stop' | 'start', done: string): Command {
  return {
    name: `nodes ${verb}`,
    arguments: ['CHAIN', 'NODE'],
    options: { ...(verb === 'stop' ? { force: { type: 'boolean' as const, help: 'also when too few would be left to go on' } } : {}), ...WAIT_OPTIONS },
    summary: `${verb} one node (by id or seat)`,
    async run(call) {
      const client = call.client();
      const { chainId } = await findChain(client, call.arguments.CHAIN);
      const node = await findNode(client, chainId, call.arguments.NODE);
      const operation = verb === 'stop' ? await client.chains.stopNode(chainId, node.nodeId, call.values.force === true) : await client.chains.startNode(chainId, node.nodeId);
      const ended = await followOperation(call, operation);
      return { json: ended, text: `Node ${seatOf(node)} ${call.values['no-wait'] ? `is asked to ${verb}` : done}.` };
    },
  };
}

const mine: Command = {
  name: 'nodes mine',
  arguments: ['CHAIN', 'NODE'],
  options: { threads: { type: 'string', value: 'N', help: 'how many threads mine; 0: none' } },
  summary: 'open competition: start or stop mining on one node (by id or seat)',
  details: 'The node keeps it, also when it is started again.',
  async run(call) {
    const given = text(call.values, 'threads');
    if (given === undefined || !/^\d{1,4}$/.test(given)) throw new UsageError('Give --threads N: a whole number, 0 to stop.');
    const client = call.client();
    const { chainId } = await findChain(client, call.arguments.CHAIN);
    const node = await findNode(client, chainId, call.arguments.NODE);
    const now = await client.chains.mine(chainId, node.nodeId, Number(given));
    return { json: now, text: now.threads === 0 ? `Node ${seatOf(node)} does not mine.` : `Node ${seatOf(node)} mines with ${now.threads} of at most ${now.threadsMax} threads.` };
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
    const client = call.client();
    const { chainId } = await findChain(client, call.arguments.CHAIN);
    const { nodeId } = await findNode(client, chainId, call.arguments.NODE);
    const lines = await client.chains.logs(chainId, nodeId, tail);
    return { json: lines.trimEnd().split('\n'), text: lines.trimEnd() };
  },
};

export const nodeCommands = [list, turn('stop', 'is stopped'), turn('start', 'runs'), mine, logs];
