import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { makeLocalChain, writeLocalFolders, type LocalFolder } from '@bystack/chain-core/testing/local-chain';
import { NodeProcess } from '@bystack/chain-core/testing/node-process';
import { dataDirOf, writeChain } from '../bench/written-chain';
import { CHAIN_NODE } from './template';

jest.setTimeout(180_000);

const KEEP_BLOCKS = 1_000;
let dir: string;
let nodes: readonly NodeProcess[] = [];
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'crash-snapshot-'))));
afterEach(async () => {
  await Promise.all(nodes.map((node) => node.kill().catch(() => undefined)));
  rmSync(dir, { recursive: true, force: true });
});

/** 0 while it does not answer. */
async function finalHeight(node: NodeProcess): Promise<number> {
  return node.call('GET', '/status').then((answer) => (answer.json() as { finalHeight: number }).finalHeight, () => 0);
}

/** Kills the node as soon as there is something in its folder. @returns false when that was not there before it had come to a height. */
async function killWhen(node: NodeProcess, height: number, isThere: () => boolean): Promise<boolean> {
  await node.start();
  for (let looks = 0; !isThere(); looks += 1) {
    await turn();
    if (looks % 200 === 199 && (await finalHeight(node)) > height) return false;
  }
  await node.kill('SIGKILL');
  return true;
}

function moments({ dir: folder }: LocalFolder): readonly (() => boolean)[] {
  const at = (...names: string[]) => existsSync(join(folder, 'data', ...names));
  const ranges = () => (at('snapshot') ? readdirSync(join(folder, 'data', 'snapshot')).filter((name) => name.endsWith('.range')).length : 0);
  return [() => at('snapshot', 'head'), () => ranges() > 10, () => ranges() > 40, () => at('snapshot', 'complete'), () => at('state.new'), () => at('state.new', 'directory')];
}

function changeSettings({ dir: folder }: LocalFolder, changed: object): void {
  const file = join(folder, 'node.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...changed }));
}

/** Its RPC is looked for where it said, when it started, that it is: as an agent does. */
function asSaidFirst({ dir: folder, listenPort, rpcToken }: LocalFolder, node: () => NodeProcess): LocalFolder {
  return {
    dir: folder, listenPort, rpcToken,
    get rpcPort() {
      const { lines, startedAtLine } = node();
      const said = lines.slice(startedAtLine).find((line) => line.startsWith('{"ready":true'));
      return said === undefined ? 0 : (JSON.parse(said) as { rpcPort: number }).rpcPort;
    },
  };
}

test('a node that joins a pruned chain by its state is killed on the way, again and again, and has everything in the end', async () => {
  const chain = makeLocalChain({ validators: 1, observers: 1, createdAtMs: Date.now() - 3_600_000, consensus: { heartbeatMs: 1_000 } });
  const folders = await writeLocalFolders(chain, dir);
  const [has, joins] = (nodes = folders.map((folder, i) => new NodeProcess({ folder: i === 0 ? folder : asSaidFirst(folder, () => joins), program: CHAIN_NODE }))) as [NodeProcess, NodeProcess];
  changeSettings(joins.folder, { rpc: { host: '127.0.0.1', port: 0 } });
  const { height } = await writeChain(chain, dataDirOf(has.folder), 8_000, 5);
  changeSettings(has.folder, { keepBlocks: KEEP_BLOCKS });
  await has.start();
  while ((await has.call('GET', '/blocks/1')).status !== 410) await sleep(50);
  let killed = 0;
  for (const isThere of moments(joins.folder)) {
    if (!(await killWhen(joins, height, isThere))) break;
    killed += 1;
  }
  expect(killed).toBeGreaterThan(0);
  await joins.kill('SIGKILL').catch(() => undefined);
  await joins.start();
  for (let waited = 0; (await finalHeight(joins)) < height; waited += 1) {
    if (waited > 600) throw new Error(`it did not join: ${joins.lines.slice(-3).join('\n')}`);
    await sleep(100);
  }
  expect((await joins.call('GET', '/blocks/1')).status).toBe(410);
  const newest = await finalHeight(joins);
  const [mine, theirs] = await Promise.all(nodes.map((node) => node.call('GET', `/blocks/${newest}`)));
  expect(mine!.json()).toEqual(theirs!.json());
});
