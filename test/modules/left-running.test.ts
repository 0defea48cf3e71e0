import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '@bystack/chain-core/codec/json';
import { keyPairFromSeed } from '@bystack/chain-core/crypto/sign';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import type { Json } from '@bystack/chain-core/primitives/json';
import { signTransaction } from '@bystack/chain-core/protocol/sign-transaction';
import type { SealedTransaction } from '@bystack/chain-core/protocol/transaction';
import { FLIGHTY, FLIGHTY_WAYS } from '@bystack/chain-core/testing/flighty-module';
import { startNodes, type ChainNodes } from '../bench/chain-nodes';

jest.setTimeout(180_000);
const PROGRAM = join(__dirname, '../../dist/test/support/node-with-more.js');
if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: run npm run build`);
const ann = keyPairFromSeed(new Uint8Array(32).fill(5));
/** Whoever brings too much that fails is turned away for a while: what she brings must not be in ann's name. */
const eve = keyPairFromSeed(new Uint8Array(32).fill(6));
const COMMANDS = ['leave', 'leave-in-check'] as const;
const SAID = 'something that a module left running has failed';

let chain: ChainNodes;
let salt = 0;
beforeAll(async () => {
  chain = await startNodes({ validators: 4, modules: FLIGHTY.map(({ name, version }) => ({ name, version, params: {} })) }, PROGRAM);
});
afterAll(() => chain?.stop());

function call(module: string, command: string, payload: Json, signer = ann): SealedTransaction {
  const nowMs = Date.now();
  const calls = [{ module, command, actor: signer.publicKey, payload: canonicalJson(payload) }];
  return signTransaction(chain.chain.chainId, { validFromMs: nowMs - 5_000, validUntilMs: nowMs + 60_000, salt: (salt += 1), inputs: [], outputs: [], calls }, [signer]);
}
const submit = async ({ bytes }: SealedTransaction, at: number): Promise<{ readonly state?: string; readonly outcome?: { readonly kind: string }; readonly code?: string }> =>
  (await chain.nodes[at]!.call('POST', '/transactions?wait=final&timeoutMs=30000', { body: bytes })).json();
const onEach = <T>(ask: (node: number) => Promise<T>): Promise<readonly T[]> => Promise.all(chain.nodes.map((_, i) => ask(i)));
const status = async (i: number): Promise<{ readonly finalHeight: number }> => (await chain.nodes[i]!.call('GET', '/status')).json();
const counted = async (i: number, module: string): Promise<number> => (await chain.nodes[i]!.call('POST', `/queries/${module}/calls`, { body: '{}', type: 'application/json' })).json().answer;

/** Every node has every final block up to the highest that any has, and they are the same. */
async function expectAgreement(): Promise<void> {
  const height = Math.max(...(await onEach(status)).map(({ finalHeight }) => finalHeight));
  for (let tries = 0; tries < 500 && (await onEach(status)).some(({ finalHeight }) => finalHeight < height); tries += 1) await new Promise((settle) => setTimeout(settle, 20));
  for (let at = 0; at <= height; at += 1) {
    const ids = await onEach(async (i) => (await chain.nodes[i]!.call('GET', `/blocks/${at}`)).json().blockId as string);
    expect([at, new Set(ids).size, typeof ids[0]]).toEqual([at, 1, 'string']);
  }
}

test('what modules leave running and what throws then stops no node: calls are recorded, nothing of it gets into the state, and all agree', async () => {
  const calls = FLIGHTY.flatMap(({ name }) => COMMANDS.flatMap((command) => FLIGHTY_WAYS.map((way) => [name, command, way] as const)));
  for (const [i, [name, command, way]] of calls.entries()) expect([name, command, way, await submit(call(name, command, { way }), i % 4)]).toEqual([name, command, way, expect.objectContaining({ state: 'final', outcome: { kind: 'accepted' } })]);
  for (const { name } of FLIGHTY) expect(await onEach((i) => counted(i, name))).toEqual(chain.nodes.map(() => COMMANDS.length * FLIGHTY_WAYS.length));
  await expectAgreement();
  for (const node of chain.nodes) {
    const said = node.lines.filter((line) => line.includes(SAID)).map((line) => JSON.parse(line) as { module?: string; failures: number });
    expect(said.length).toBeGreaterThan(0);
    expect(said.every(({ module }) => module === undefined || module.startsWith('flighty'))).toBe(true);
  }
});

test('many at once, beside calls that wait for what must not come: those are left out, all others are counted, the log stays short, and all agree', async () => {
  const before = await counted(0, 'flighty-later');
  const lines = chain.nodes.map(({ lines: { length } }) => length);
  const beganMs = performance.now();
  const good = Array.from({ length: 200 }, (_, i) => call('flighty-later', 'leave', { way: FLIGHTY_WAYS[i % FLIGHTY_WAYS.length]! }));
  const bad = Array.from({ length: 40 }, () => call('flighty-later', 'wait', {}, eve));
  const [kept, left] = await Promise.all([Promise.all(good.map((transaction, i) => submit(transaction, i % 4))), Promise.all(bad.map((transaction, i) => submit(transaction, i % 4)))]);
  expect(kept.map(({ outcome }) => outcome?.kind)).toEqual(good.map(() => 'accepted'));
  expect(left.filter(({ state }) => state === 'final')).toEqual([]);
  expect(await onEach((i) => counted(i, 'flighty-later'))).toEqual(chain.nodes.map(() => before + good.length));
  for (const [i, { lines: all }] of chain.nodes.entries()) expect(all.slice(lines[i]).filter((line) => line.includes(SAID)).length).toBeLessThanOrEqual(2 + (performance.now() - beganMs) / 1_000);
  for (const { txId } of bad.slice(0, 4)) expect((await chain.nodes[0]!.call('GET', `/transactions/${toHex(txId)}`)).json()).not.toMatchObject({ state: 'final' });
  await expectAgreement();
});
