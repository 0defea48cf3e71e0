// The image of chain nodes for the docker runtime: made from this checkout when the engine lacks it or it was made from older programs.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string} root @param {(line: string) => void} say @throws {Error} in words, when Docker does not answer or the image cannot be made */
export async function ensureNodeImage(root, say) {
  const { default: Docker } = await import('dockerode');
  const docker = new Docker();
  await docker.ping().catch((error) => {
    throw new Error(`Docker does not answer (${error.message}). Start it or set DOCKER_HOST, or leave \`--runtime docker\` out: nodes then run as processes.`);
  });
  const built = readFileSync(join(root, 'dist/.built-programs'), 'utf8');
  const note = join(root, 'dist/.image-chain-node');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const idOf = async () => (await docker.getImage(`bystack/chain-node:${version}`).inspect().catch(() => undefined))?.Id;
  const id = await idOf();
  if (id && existsSync(note) && readFileSync(note, 'utf8') === `${built} ${id}`) return;
  say('making the image of chain nodes …');
  await makeImage(root);
  writeFileSync(note, `${built} ${await idOf()}`);
}

function makeImage(root) {
  return new Promise((settle, fail) => {
    const child = spawn(process.execPath, [join(root, 'scripts/image.mjs'), 'chain-node'], { cwd: root, stdio: ['ignore', 'ignore', process.stderr] });
    child.once('error', fail);
    child.once('exit', (code) => (code === 0 ? settle() : fail(new Error('The image of chain nodes could not be made; the messages are above.'))));
  });
}
