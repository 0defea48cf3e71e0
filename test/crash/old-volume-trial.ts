import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Coins } from '@bystack/chain-core/testing/coins';
import { makeLocalChain, writeLocalFolders } from '@bystack/chain-core/testing/local-chain';
import { NodeProcess } from '@bystack/chain-core/testing/node-process';
import type { TrialResult } from './crash-trial';
import { contradictions, ownVotes } from './own-votes';
import { CHAIN_NODE } from './template';

const VALIDATORS = 4;

/** One of four validators gets an old copy of its volume back: it must catch up, sign nothing twice, and the chain must go on. */
export async function runOldVolumeTrial(dir: string): Promise<TrialResult> {
  const chain = makeLocalChain({ validators: VALIDATORS });
  const coins = new Coins({ chainId: chain.chainId, seed: new Uint8Array(32).fill(9) });
  const nodes = (await writeLocalFolders(chain, dir)).map((folder) => new NodeProcess({ folder, program: CHAIN_NODE }));
  const victim = nodes[0]!;
  const data = join(victim.folder.dir, 'data');
  const issue = coins.issue(20, Date.now());
  let coin = 0;
  const handOn = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i += 1, coin += 1) await submitFinal(nodes[1]!, coins.transfer(issue.txId, coin, Date.now()).bytes);
  };
  try {
    await Promise.all(nodes.map((node) => node.start()));
    await submitFinal(nodes[1]!, issue.bytes);
    await handOn(3);
    await victim.kill('SIGKILL');
    cpSync(data, join(dir, 'old'), { recursive: true });
    await victim.start();
    await handOn(4);
    await victim.kill('SIGKILL');
    const votesBefore = ownVotes(data);
    rmSync(data, { recursive: true });
    cpSync(join(dir, 'old'), data, { recursive: true });
    await victim.start();
    await handOn(4);
    await untilSameHeight(victim, nodes[1]!);
    const alarms = nodes.flatMap(({ lines }) => lines.filter((line) => line.includes('contradicting votes')));
    return { struck: true, violations: [...alarms, ...contradictions([...votesBefore, ...ownVotes(data)])] };
  } finally {
    await Promise.all(nodes.map((node) => node.kill('SIGTERM')));
  }
}

async function submitFinal(node: NodeProcess, body: Uint8Array): Promise<void> {
  const { state } = (await node.call('POST', '/transactions?wait=final&timeoutMs=30000', { body })).json();
  if (state !== 'final') throw new Error(`not final within 30 s: ${state}`);
}

async function untilSameHeight(node: NodeProcess, other: NodeProcess): Promise<void> {
  const heightOf = async (it: NodeProcess): Promise<number> => (await it.call('GET', '/status')).json().finalHeight;
  const wanted = await heightOf(other);
  for (const endMs = Date.now() + 60_000; (await heightOf(node)) < wanted; ) {
    if (Date.now() > endMs) throw new Error(`has not caught up to ${wanted} within 30 s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
