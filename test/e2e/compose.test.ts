import { execFileSync, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { BystackClient } from '@bystack/sdk';
import Docker from 'dockerode';
import { eventually } from './faults/eventually';

const ROOT = resolve(__dirname, '../..');
const FILE = resolve(ROOT, 'deploy/compose.yaml');
const SLOW = 600_000;
/** Images of hundreds of megabytes are copied where the engine has no layers to share (vfs), before anything starts. */
const UNPACKED_MS = 240_000;
/** Compose v2 is a plugin of the client, v1 (Debian 12's) a program of its own. */
const COMPOSE = [['docker', 'compose'], ['docker-compose']].find(([program, ...args]) => spawnSync(program!, [...args, 'version']).status === 0);
const suite = process.env.DOCKER_HOST?.startsWith('unix://') && COMPOSE ? describe : describe.skip;

suite('deploy/compose.yaml (skipped unless DOCKER_HOST names an engine’s socket and there is Docker Compose)', () => {
  const docker = new Docker();
  const env = { ...process.env, COMPOSE_PROJECT_NAME: 'bystackcompose', DOCKER_SOCKET: process.env.DOCKER_HOST?.slice('unix://'.length), BYSTACK_STARTER: 'product-traceability' };
  const compose = (...args: string[]) => execFileSync(COMPOSE![0]!, [...COMPOSE!.slice(1), '-f', FILE, ...args], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  /** The engine may carry other installations' nodes. */
  const nodes = async () => (await docker.listContainers({ all: true })).filter((container) => container.Labels['bystack.chain'] === chainId);
  let client: BystackClient;
  let chainId = '';

  beforeAll(() => execFileSync(process.execPath, [resolve(ROOT, 'scripts/image.mjs')], { stdio: 'inherit' }), SLOW);
  afterAll(async () => {
    compose('down', '--volumes', '--timeout', '20');
    for (const { Id } of await nodes()) await docker.getContainer(Id).remove({ force: true, v: true });
  }, SLOW);

  it('brings up control plane, PostgreSQL and agent, which make the starter chain', async () => {
    compose('up', '-d');
    const link = await eventually('the one-time link', () => {
      const said = compose('exec', '-T', 'control-plane', '/bin/node', '/app/deploy/setup-link.cjs').trim();
      return said.startsWith('http') ? said : undefined;
    }, UNPACKED_MS);
    const { origin, hash } = new URL(link);
    client = new BystackClient({ url: origin });
    await client.account.setup({ token: hash.slice('#token='.length), email: 'owner@example.org', name: 'Owner', password: 'correct horse battery staple' });
    const [chain] = await eventually('the starter chain to run', async () => {
      const { items } = await client.chains.list();
      // A chain runs from its first final block on, which three of four nodes make.
      if (items[0]?.state !== 'running' || items[0].nodesRunning < 4) throw new Error(`it is ${JSON.stringify(items[0])}`);
      return items;
    }, UNPACKED_MS);
    expect(chain).toMatchObject({ validators: 4, nodesRunning: 4 });
    chainId = chain!.chainId;
    expect(await nodes()).toHaveLength(4);
  }, SLOW);

  it('shows no secret in what can be inspected or in logs, and listens on loopback only', async () => {
    const password = compose('exec', '-T', 'control-plane', '/bin/node', '-p', "require('fs').readFileSync('/secrets/postgres-password','utf8')").trim();
    const token = compose('exec', '-T', 'control-plane', '/bin/node', '-p', "require('fs').readFileSync('/join/token','utf8')").trim();
    expect(password).toMatch(/^[0-9a-f]{64}$/);
    const containers = (await docker.listContainers({ all: true })).filter(({ Labels }) => Labels['com.docker.compose.project'] === 'bystackcompose' || Labels['bystack.chain'] === chainId);
    expect(containers).toHaveLength(8);
    const shown = JSON.stringify(await Promise.all(containers.map(({ Id }) => docker.getContainer(Id).inspect()))) + compose('logs', '--no-color');
    expect(shown).not.toContain(password);
    expect(shown).not.toContain(token);
    for (const { Ports } of containers) for (const port of Ports) expect(port.IP ?? '127.0.0.1').toBe('127.0.0.1');
  });

  it('leaves chains running when it is taken down, and finds them when it is back', async () => {
    const before = (await nodes()).map((node) => node.Id).sort();
    compose('down', '--timeout', '20');
    expect((await nodes()).map((node) => [node.Id, node.State]).sort()).toEqual(before.map((id) => [id, 'running']));
    compose('up', '-d');
    const chain = await eventually('the chain to be seen running', async () => {
      const { items } = await client.chains.list();
      return items[0]?.state === 'running' && items[0].nodesRunning === 4 ? items[0] : undefined;
    }, UNPACKED_MS);
    expect((await nodes()).map((node) => node.Id).sort()).toEqual(before);
    await client.operations.wait((await client.chains.delete(chain.chainId, chain.name)).id, { timeoutMs: 60_000 });
    expect(await nodes()).toEqual([]);
  }, SLOW);
});
