import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { ModuleRegistry } from '@bystack/chain-core/module/registry';
import { ChainNode, systemClock } from '@bystack/chain-core/node';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { makeLocalChain } from '@bystack/chain-core/testing/local-chain';
import { NodeProcess } from '@bystack/chain-core/testing/node-process';
import { RpcServer } from './server';

test('a node that is being opened tells how far it is and nothing else; then it answers as any', async () => {
  const dir = mkdtempSync(`${tmpdir()}/opening-`);
  const chain = makeLocalChain({ validators: 1 });
  const { genesisBytes } = chain;
  const rpcToken = 'ab'.repeat(16);
  const [log, onFatal] = [() => undefined, () => undefined];
  const rpc = new RpcServer({ host: '127.0.0.1', port: 0, token: rpcToken, genesisBytes, facts: { softwareVersion: '1.2.3', startedAtMs: 5 } }, { log, onFatal });
  const client = new NodeProcess({ folder: { dir, listenPort: 0, rpcPort: await rpc.listen(), rpcToken }, program: '' });
  const get = async (path: string) => {
    const answer = await client.call('GET', path);
    return { ...answer.json(), status: answer.status };
  };
  expect(await get('/status')).toMatchObject({ status: 503, code: 'NODE_OPENING' });
  rpc.installs({ height: 900, share: 0.427, final: { height: 7, id: new Uint8Array(32).fill(1), timeMs: 50 } });
  expect(await get('/status')).toMatchObject({
    status: 200, chainId: toHex(chain.chainId), finalHeight: 7, finalTimeMs: 50, syncing: true, snapshot: { height: 900, share: 1, inPlace: 0.427 }, trouble: expect.stringMatching(/block 900 in place.*\(42 % done\)/),
  });
  expect(await get('/blocks/1')).toMatchObject({ status: 503, code: 'NODE_OPENING', detail: expect.stringContaining('42 %') });
  const { nodeSeed, votingSeed } = chain.nodes[0]!;
  const node = await ChainNode.start({ dataDir: dir, genesisBytes, nodeSeed, votingSeed, listen: { host: '127.0.0.1', port: 0 } }, { registry: new ModuleRegistry([]), clock: systemClock, log, onFatal });
  rpc.opened(node);
  expect(await get('/status')).toMatchObject({ status: 200, finalHeight: 0, syncing: false });
  await rpc.close();
  await node.close();
  rmSync(dir, { recursive: true, force: true });
});
