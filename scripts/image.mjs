// npm run image [-- chain-node control-plane node-agent postgres]: builds images from what is installed here, without any registry.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './lib/bundle.mjs';
import { ensureBuilt } from './lib/build-if-needed.mjs';
import { chainNodeImage } from './lib/image/chain-node.mjs';
import { agentImage, controlPlaneImage, postgresImage } from './lib/image/programs.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** What each image is made by. */
const recipes = {
  'chain-node': async (folder) => {
    await bundle(root, 'chain-node', join(folder, 'app'));
    return chainNodeImage({ root, app: join(folder, 'app'), stage: join(folder, 'root'), repo: 'bystack/chain-node', tag: version });
  },
  'control-plane': async (folder) => {
    await ensureBuilt(root, console.log);
    return controlPlaneImage({ root, stage: join(folder, 'root'), repo: 'bystack/control-plane', tag: version });
  },
  'node-agent': (folder) => agentImage({ root, folder, stage: join(folder, 'root'), repo: 'bystack/node-agent', tag: version }),
  postgres: (folder) => postgresImage({ root, stage: join(folder, 'root'), repo: 'bystack/postgres', tag: version }),
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in recipes));
if (unknown.length > 0) {
  console.error(`There is no image “${unknown.join(', ')}”; there are ${Object.keys(recipes).join(', ')}.`);
  process.exit(64);
}
for (const name of names.length > 0 ? names : Object.keys(recipes)) {
  const folder = mkdtempSync(join(tmpdir(), 'bystack-image-'));
  const started = Date.now();
  try {
    const { bytes } = await recipes[name](folder);
    console.log(`bystack/${name}:${version}  ${(bytes / 2 ** 20).toFixed(0)} MiB  ${((Date.now() - started) / 1000).toFixed(1)} s`);
  } catch (error) {
    console.error(error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? `Docker does not answer (${error.message}). Start it, or set DOCKER_HOST.` : error);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
