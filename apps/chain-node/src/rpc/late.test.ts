import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '@bystack/api';
import { keyPairFromSeed } from '@bystack/chain-core/crypto/sign';
import { ModuleRegistry } from '@bystack/chain-core/module/registry';
import { ChainNode, systemClock } from '@bystack/chain-core/node';
import { toHex, utf8 } from '@bystack/chain-core/primitives/bytes';
import { signTransaction } from '@bystack/chain-core/protocol/sign-transaction';
import { counter } from '@bystack/chain-core/testing/counter-module';
import { makeLocalChain } from '@bystack/chain-core/testing/local-chain';
import { NodeProcess } from '@bystack/chain-core/testing/node-process';
import { RpcServer } from './server';

/** One of four: nothing becomes final. */
const { chainId, genesisBytes, nodes } = makeLocalChain({ validators: 4, modules: [{ name: 'counter', version: '1.0.0', params: { max: 1000 } }] });
const rpcToken = 'ab'.repeat(16);
const fatal: unknown[] = [];
let dir: string;
let node: ChainNode;
let rpc: RpcServer;
let client: NodeProcess;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'rpc-late-'));
  const { nodeSeed, votingSeed } = nodes[0]!;
  const [log, onFatal] = [() => undefined, (error: unknown) => void fatal.push(error)];
  node = await ChainNode.start({ dataDir: dir, genesisBytes, nodeSeed, votingSeed, listen: { host: '127.0.0.1', port: 0 } }, { registry: new ModuleRegistry([counter]), clock: systemClock, log, onFatal });
  rpc = new RpcServer({ host: '127.0.0.1', port: 0, token: rpcToken, genesisBytes, facts: { softwareVersion: '1.2.3', startedAtMs: 5 } }, { node, log, onFatal });
  client = new NodeProcess({ folder: { dir, listenPort: node.listenPort, rpcPort: await rpc.listen(), rpcToken }, program: '' });
});
afterAll(async () => {
  await rpc.close();
  await node.close();
  rmSync(dir, { recursive: true, force: true });
  expect(fatal).toEqual([]);
});

test('whoever asks too early for a receipt is told what to look up, and until when the transaction can count', async () => {
  const actor = keyPairFromSeed(new Uint8Array(32).fill(4));
  const validUntilMs = 1_000 * Math.floor(Date.now() / 1_000 + 60);
  const body = { validFromMs: validUntilMs - 60_000, validUntilMs, salt: 1, inputs: [], outputs: [], calls: [{ module: 'counter', command: 'add', actor: actor.publicKey, payload: utf8('{"by":2}') }] };
  const transaction = signTransaction(chainId, body, [actor]);
  const txId = toHex(transaction.txId);
  expect((await client.call('POST', '/transactions', { body: transaction.bytes })).status).toBe(202);
  const recordUntil = new Date(validUntilMs).toISOString().replace('.000', '');
  for (const [path, waitedMs] of [[`/receipts/${txId}`, 0], [`/receipts/${txId}?wait=final&timeoutMs=1`, 1]] as const) {
    const { status, json } = await client.call('GET', path);
    const problem = json() as Problem;
    expect([status, problem.code, problem.facts]).toEqual([504, 'NOT_FINAL_IN_TIME', { waitedMs, txId, recordUntil }]);
    expect(problem.detail).toBe(`Submitted, but not final within ${waitedMs} ms. It is transaction ${txId} and counts only if a block before ${recordUntil} takes it in: look it up before you send it anew; repeated with the same idempotency key it counts once.`);
  }
});
