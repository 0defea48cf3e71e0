import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Coins } from '@bystack/chain-core/testing/coins';
import { makeLocalChain, writeLocalFolders, type LocalFolder } from '@bystack/chain-core/testing/local-chain';
import { NodeProcess } from '@bystack/chain-core/testing/node-process';
import type { Bytes, Hash } from '@bystack/chain-core/primitives/bytes';

/** The program as it is built, seen from here as source or as built. */
const HERE = join(__dirname, '../../apps/chain-node/src/main.js');
export const CHAIN_NODE = existsSync(HERE) ? HERE : join(__dirname, '../../dist/apps/chain-node/src/main.js');

/** A chain of one validator with coins to hand on, stopped; every trial runs on a copy of its folder. */
export interface Template {
  readonly folder: LocalFolder;
  readonly coins: Coins;
  /** The transaction whose outputs are the coins. */
  readonly issueId: Hash;
}

const COINS = 200;

export async function makeTemplate(dir: string): Promise<Template> {
  const chain = makeLocalChain({ validators: 1 });
  const [folder] = await writeLocalFolders(chain, join(dir, 'template'));
  const coins = new Coins({ chainId: chain.chainId, seed: new Uint8Array(32).fill(9) });
  const issue = coins.issue(COINS, Date.now());
  // Two lives: the second moves what the first wrote into table files.
  await liveWith(folder!, issue.bytes);
  await liveWith(folder!, coins.transfer(issue.txId, COINS - 1, Date.now()).bytes);
  return { folder: folder!, coins, issueId: issue.txId };
}

async function liveWith(folder: LocalFolder, transaction: Bytes): Promise<void> {
  const node = new NodeProcess({ folder, program: CHAIN_NODE });
  await node.start();
  const answer = await node.call('POST', '/transactions?wait=final&timeoutMs=30000', { body: transaction });
  await node.kill('SIGTERM');
  if (answer.json().state !== 'final') throw new Error('the template chain does not work');
}

/** A fresh copy of the template's folder. */
export function copyOf(template: Template, dir: string): LocalFolder {
  rmSync(dir, { recursive: true, force: true });
  cpSync(template.folder.dir, dir, { recursive: true });
  return { ...template.folder, dir };
}
