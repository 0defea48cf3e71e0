import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { askToForget } from '@bystack/chain-core/node/forget-chain';
import { NodeProcess } from '@bystack/chain-core/testing/node-process';
import type { LocalFolder } from '@bystack/chain-core/testing/local-chain';
import type { TrialResult } from './crash-trial';
import { killAt, type StartCall } from './disk-fault';
import { CHAIN_NODE } from './template';
import type { TakenState } from './taken-state';

const LOOKS_MAX = 1_500;

/** What a node does at a start before it opens anything else. */
export type StartTask = 'putting a state in place' | 'forgetting the chain';

/** At which of its calls of a kind it is killed, counted from 1. */
export interface StartKill {
  readonly task: StartTask;
  readonly call: StartCall;
  readonly at: number;
}

/** A node is killed while it starts with such a task, and starts again: then the task is done, whole. */
export async function runStartKillTrial(taken: TakenState, { task, call, at }: StartKill, dir: string): Promise<TrialResult> {
  rmSync(dir, { recursive: true, force: true });
  cpSync(taken.folder.dir, dir, { recursive: true });
  const folder = { ...taken.folder, dir };
  if (task === 'forgetting the chain') askToForget(join(dir, 'data'));
  const struck = await isKilled(new NodeProcess({ folder, program: CHAIN_NODE, runBy: killAt(call, at) }));
  const node = new NodeProcess({ folder, program: CHAIN_NODE });
  try {
    await node.start();
    await settled(node);
    return { struck, violations: [...(task === 'forgetting the chain' ? await whyNotNew(node, taken) : await whyNotInPlace(node, taken)), ...leftovers(folder)] };
  } catch (error) {
    return { struck, violations: [`does not go on: ${error instanceof Error ? error.message : String(error)}`] };
  } finally {
    await node.kill('SIGTERM');
  }
}

/** @returns whether it was killed before it had done what it starts with */
async function isKilled(node: NodeProcess): Promise<boolean> {
  const isDone = await node.start().then(() => settled(node)).then(() => true, () => false);
  return (isDone ? await node.kill('SIGTERM') : await node.ended()) === 'SIGKILL';
}

/** While it puts a state in place it tells how far it is, and answers nothing else. */
async function settled(node: NodeProcess): Promise<void> {
  for (let looks = 0; (await node.call('GET', '/status')).json().trouble !== undefined; looks += 1) {
    if (looks === LOOKS_MAX) throw new Error('it is not done with what it starts with');
    await sleep(20);
  }
}

async function whyNotInPlace(node: NodeProcess, { height, blockId, txId }: TakenState): Promise<string[]> {
  const status = (await node.call('GET', '/status')).json();
  const block = (await node.call('GET', `/blocks/${height}`)).json();
  const below = await node.call('GET', `/blocks/${height - 1}`);
  const found = (await node.call('GET', `/transactions/${txId}`)).json();
  return [
    ...(status.finalHeight === height && status.trouble === undefined ? [] : [`final at ${status.finalHeight} instead of ${height}: ${status.trouble}`]),
    ...(block.blockId === blockId ? [] : [`block ${height} is ${JSON.stringify(block).slice(0, 200)}`]),
    ...(below.status === 410 ? [] : [`block ${height - 1} is answered with ${below.status}`]),
    ...(found.state === 'final' && found.height === height ? [] : [`what is recorded in the block is ${found.state ?? found.code}`]),
  ];
}

async function whyNotNew(node: NodeProcess, { height }: TakenState): Promise<string[]> {
  const status = (await node.call('GET', '/status')).json();
  const block = await node.call('GET', `/blocks/${height}`);
  return status.finalHeight === 0 && block.status === 404 ? [] : [`it still knows ${status.finalHeight} blocks, and answers ${block.status} for block ${height}`];
}

/** (Headers above what is final are of use, and go when it is further.) */
function leftovers({ dir }: LocalFolder): string[] {
  return ['snapshot', 'state.new', 'forget-chain'].filter((name) => existsSync(join(dir, 'data', name))).map((name) => `"${name}" is still there`);
}
