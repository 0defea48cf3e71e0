import { join } from 'node:path';
import { NODE_EXIT } from '@bystack/api';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { NodeProcess } from '@bystack/chain-core/testing/node-process';
import { runUnder, type DiskFault } from './disk-fault';
import { contradictions, ownVotes } from './own-votes';
import { CHAIN_NODE, copyOf, type Template } from './template';

export interface TrialResult {
  /** Whether the fault struck at all. */
  readonly struck: boolean;
  readonly violations: readonly string[];
}

interface Acknowledged {
  readonly txId: string;
  readonly height: number;
}

/** How the node must end, by fault. */
const EXPECTED_END = { 'kill at fsync': 'SIGKILL', 'fsync fails': NODE_EXIT.corrupt, 'disk full': NODE_EXIT.diskFull } as const;
const TRANSFERS = 5;

/**
 * One life of a real node under a fault, and the next one without: everything it acknowledged must still be final where it said, no vote may
 * contradict another, and the chain must go on. A fault that is not a kill must end the process with its code and a sentence.
 */
export async function runCrashTrial(template: Template, fault: DiskFault, dir: string): Promise<TrialResult> {
  const folder = copyOf(template, dir);
  const dataDir = join(dir, 'data');
  const violations: string[] = [];
  const node = new NodeProcess({ folder, program: CHAIN_NODE, runBy: runUnder(fault, dataDir) });
  const acknowledged = await liveUntilStruck(node, template);
  const end = await endOf(node, acknowledged.length === TRANSFERS);
  const struck = end !== NODE_EXIT.ok;
  if (struck && end !== EXPECTED_END[fault.kind]) violations.push(`ended with ${end}`);
  if (struck && fault.kind !== 'kill at fsync' && !/"msg":"the node (stops|does not start): .{10,}/.test(node.lines.at(-1) ?? '')) violations.push('said nothing of why it ended');
  violations.push(...(await inspectNextLife(new NodeProcess({ folder, program: CHAIN_NODE }), template, acknowledged)));
  violations.push(...contradictions(ownVotes(dataDir)));
  return { struck, violations };
}

async function liveUntilStruck(node: NodeProcess, template: Template): Promise<Acknowledged[]> {
  const acknowledged: Acknowledged[] = [];
  try {
    await node.start();
    for (let coin = 0; coin < TRANSFERS; coin += 1) acknowledged.push(await handOn(node, template, coin));
  } catch {
    // It was struck: what it did not answer it did not promise.
  }
  return acknowledged;
}

/** Hands a coin on, and waits until that is final. */
async function handOn(node: NodeProcess, template: Template, coin: number): Promise<Acknowledged> {
  const transfer = template.coins.transfer(template.issueId, coin, Date.now());
  const answer = (await node.call('POST', '/transactions?wait=final&timeoutMs=30000', { body: transfer.bytes })).json();
  if (answer.state !== 'final') throw new Error(`not final: ${JSON.stringify(answer)}`);
  return { txId: toHex(transfer.txId), height: answer.height };
}

function endOf(node: NodeProcess, isUnharmed: boolean): Promise<number | string> {
  return isUnharmed ? node.kill('SIGTERM') : node.ended();
}

async function inspectNextLife(node: NodeProcess, template: Template, acknowledged: readonly Acknowledged[]): Promise<string[]> {
  const violations: string[] = [];
  try {
    await node.start();
    for (const { txId, height } of acknowledged) {
      const found = (await node.call('GET', `/transactions/${txId}`)).json();
      if (found.state !== 'final' || found.height !== height) violations.push(`acknowledged at ${height}, now ${found.state ?? found.code} at ${found.height}`);
    }
    await handOn(node, template, TRANSFERS);
  } catch (error) {
    violations.push(`does not go on: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await node.kill('SIGTERM');
  }
  return violations;
}
