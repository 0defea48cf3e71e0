// node scripts/bundle.mjs chain-node|node-agent FOLDER: makes one program into one file, with its native packages beside it.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './lib/bundle.mjs';

const [app, into] = process.argv.slice(2);
if (!['chain-node', 'node-agent'].includes(app) || into === undefined) {
  console.error('usage: node scripts/bundle.mjs chain-node|node-agent FOLDER');
  process.exit(64);
}
await bundle(fileURLToPath(new URL('..', import.meta.url)), app, resolve(into));
