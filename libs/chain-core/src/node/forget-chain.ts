import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { syncFolder } from '../storage';
import { writeCheckedFile } from './checked-file';

const MARKER = 'forget-chain';
/** All that a node knows of its chain, and nothing else that lies in its folder. */
const CHAIN_FOLDERS = ['chain', 'state', 'state.new', 'votes', 'snapshot', 'headers', 'headers.damaged', 'holdings'];

/** From the next start on the node knows nothing of its chain: it fetches it from others. Durable when it returns. */
export function askToForget(dataDir: string): void {
  writeCheckedFile(join(dataDir, MARKER), 'the chain is to be fetched anew');
}

/** What was asked for is done before anything is opened. A crash in the middle leaves it to be done again: the marker goes last. */
export function forgetIfAsked(dataDir: string): void {
  if (!existsSync(join(dataDir, MARKER))) return;
  for (const folder of CHAIN_FOLDERS) rmSync(join(dataDir, folder), { recursive: true, force: true });
  syncFolder(dataDir);
  rmSync(join(dataDir, MARKER));
}
