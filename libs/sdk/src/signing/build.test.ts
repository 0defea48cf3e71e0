import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verify } from '@bystack/chain-core/crypto/sign';
import { decodeTransaction } from '@bystack/chain-core/protocol/codec';
import { assetId, transactionSigningBytes } from '@bystack/chain-core/protocol/ids';
import { LIMITS } from '@bystack/chain-core/protocol/limits';
import { signTransaction } from '@bystack/chain-core/protocol/sign-transaction';
import type { Output, TransactionBody } from '@bystack/chain-core/protocol/transaction';
import { utf8 } from '@bystack/chain-core/primitives/bytes';
import { buildCall, buildIssue, buildRetire, buildTrade, buildTransfer, lockTo, NotEnough, type Spendable } from './build';
import { keyFromSeed, loadKey, newKey, saveKey } from './key';

const me = keyFromSeed(new Uint8Array(32).fill(1));
const you = keyFromSeed(new Uint8Array(32).fill(2));
const gold = new Uint8Array(32).fill(7);
const iron = new Uint8Array(32).fill(8);
const coin = (asset: Uint8Array, amount: bigint, index: number): Spendable => ({ outPoint: { txId: new Uint8Array(32).fill(9), index }, assetId: asset, amount });
const amounts = (body: TransactionBody) => body.outputs.map(({ assetId: asset, value, lock }: Output) => [asset[0], value.kind === 'amount' ? value.amount : undefined, lock.kind]);
const nowMs = 1_735_689_600_000;

test('a signed call decodes to itself and verifies for its chain only', () => {
  const chainId = new Uint8Array(32).fill(3);
  const body = buildCall({ module: 'notes', command: 'write', payload: { b: 1, a: 'é' }, actor: me.publicKey }, { nowMs });
  const sealed = signTransaction(chainId, body, [you, me]);
  const decoded = decodeTransaction(sealed.bytes);
  expect(Buffer.from(decoded.body.calls[0].payload).toString()).toBe('{"a":"é","b":1}');
  expect(decoded.body.validUntilMs - decoded.body.validFromMs).toBeLessThanOrEqual(LIMITS.replayWindowMsMax);
  for (const { publicKey, signature } of decoded.signatures) {
    expect(verify(signature, transactionSigningBytes(chainId, decoded.txId), publicKey)).toBe(true);
    expect(verify(signature, transactionSigningBytes(gold, decoded.txId), publicKey)).toBe(false);
  }
});

test('equal calls have different ids', () => {
  const call = { module: 'notes', command: 'write', payload: {}, actor: me.publicKey };
  const ids = [buildCall(call, { nowMs }), buildCall(call, { nowMs })].map((body) => Buffer.from(signTransaction(gold, body, [me]).txId).toString('hex'));
  expect(ids[0]).not.toBe(ids[1]);
});

test('a transfer takes what it needs, of every asset, and gives change back', () => {
  const wallet = [coin(gold, 5n, 0), coin(iron, 100n, 1), coin(gold, 4n, 2), coin(gold, 50n, 3)];
  const payments = [{ assetId: gold, amount: 3n, lock: lockTo(you.publicKey) }, { assetId: iron, amount: 100n, lock: lockTo(you.publicKey) }, { assetId: gold, amount: 4n, lock: lockTo(you.publicKey) }];
  const body = buildTransfer(wallet, payments, lockTo(me.publicKey));
  expect(body.inputs.map((input) => input.kind === 'spend' && input.outPoint.index)).toEqual([0, 2, 1]);
  expect(amounts(body)).toEqual([[7, 3n, 'keys'], [8, 100n, 'keys'], [7, 4n, 'keys'], [7, 2n, 'keys']]);
});

test('a trade gives what it needs, takes its change back, and names what must come of it', () => {
  const call = { module: 'market', command: 'trade', payload: { amount: '6' }, actor: me.publicKey };
  const gets = [{ module: 'market~1', lock: 'stock', assetId: iron, atLeast: 95n, atMost: 200n, to: lockTo(me.publicKey) }];
  const body = buildTrade(call, { spendables: [coin(gold, 5n, 0), coin(gold, 4n, 2)], gives: [{ assetId: gold, amount: 6n }], gets, changeLock: lockTo(me.publicKey) }, { nowMs });
  expect(body.inputs).toEqual([{ kind: 'spend', outPoint: coin(gold, 5n, 0).outPoint }, { kind: 'spend', outPoint: coin(gold, 4n, 2).outPoint }, { kind: 'open', ...gets[0] }]);
  expect([amounts(body), body.calls.length]).toEqual([[[7, 3n, 'keys']], 1]);
  const { bytes } = signTransaction(gold, body, [me]);
  expect(decodeTransaction(bytes).body).toEqual(body);
  expect(() => buildTrade(call, { spendables: [], gives: [{ assetId: gold, amount: 6n }], gets, changeLock: lockTo(me.publicKey) })).toThrow(NotEnough);
});

test('what is not there is not spent', () => {
  expect(() => buildTransfer([coin(iron, 5n, 0)], [{ assetId: gold, amount: 1n, lock: lockTo(you.publicKey) }], lockTo(me.publicKey))).toThrow(NotEnough);
});

test('issuing names the asset by its definition, retiring locks it away', () => {
  const definition = { issuer: lockTo(me.publicKey), document: utf8('{"name":"Gold"}') };
  const issue = buildIssue(definition, 10n, lockTo(you.publicKey));
  expect(issue.outputs[0].assetId).toEqual(assetId(definition));
  expect(amounts(buildRetire([coin(gold, 10n, 0)], gold, 4n, lockTo(me.publicKey)))).toEqual([[7, 4n, 'retire'], [7, 6n, 'keys']]);
});

test('a key file that is not there is said so, and how one is made', () => {
  expect(() => loadKey('/nowhere/key.json')).toThrow(expect.objectContaining({ code: 'KEY_FILE_INVALID', message: expect.stringMatching(/cannot be read \(ENOENT\).*bystack keys new/) }));
});

test('a key file comes back as it was; a damaged one is noticed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bystack-key-'));
  try {
    const key = newKey();
    const path = join(folder, 'key.json');
    saveKey(path, key);
    expect(loadKey(path).secretKey).toEqual(key.secretKey);
    const text = readFileSync(path, 'utf8');
    for (const damaged of [text.replace(/"seed": "../, '"seed": "zz'), text.replace(/"seed": "(.)/, (_, digit: string) => `"seed": "${digit === '0' ? '1' : '0'}`), '{}', 'null', 'no']) {
      writeFileSync(path, damaged);
      expect(() => loadKey(path)).toThrow(expect.objectContaining({ code: 'KEY_FILE_INVALID' }));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
