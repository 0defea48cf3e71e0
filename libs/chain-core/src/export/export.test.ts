import { ModuleRegistry } from '../module/registry';
import type { Bytes } from '../primitives/bytes';
import { utf8 } from '../primitives/bytes';
import { ChainStore } from '../storage';
import { keyPairFromSeed } from '../crypto/sign';
import { signTransaction } from '../protocol/sign-transaction';
import { Cluster } from '../testing/cluster';
import { counter } from '../testing/counter-module';
import { faultOf as faultIn, MemoryExport as Files } from '../testing/memory-export';
import { decodeChunk } from './chunk-codec';
import { chunkFile, MANIFEST_FILE, readManifest } from './manifest';
import { exportPage, pagedSource } from './page';
import { storeSource } from './store-source';
import { verifyExport } from './verify-export';
import { writeExport } from './write-export';

jest.setTimeout(120_000);
const registry = new ModuleRegistry([counter]);
const actor = keyPairFromSeed(new Uint8Array(32).fill(6));

const files = new Files();
let store: ChainStore;
let genesisBytes: Bytes;
let cluster: Cluster;

/** A real chain of two validators with a few transactions, stopped, and the database of one of them. */
beforeAll(async () => {
  cluster = new Cluster({ validators: 2, definitions: [counter], modules: [{ name: 'counter', version: '1.0.0', params: { max: 1000 } }] });
  await cluster.startAll();
  for (let salt = 1; salt <= 6; salt += 1) {
    const nowMs = Date.now();
    const body = { validFromMs: nowMs - 1_000, validUntilMs: nowMs + 60_000, salt, inputs: [], outputs: [], calls: [{ module: 'counter', command: 'add', actor: actor.publicKey, payload: utf8('{"by":1}') }] };
    await cluster.expectFinal(signTransaction(cluster.chain.chainId, body, [actor]), salt % 2, 0);
  }
  genesisBytes = cluster.chain.genesisBytes;
  await cluster.stop(0);
  store = await ChainStore.open({ dir: `${cluster.dataDir(0)}/chain`, chainId: cluster.chain.chainId });
  await writeExport(storeSource(store, genesisBytes), files);
});
afterAll(async () => {
  await store.close();
  await cluster.close();
});

const faultOf = (changed: Files) => faultIn(changed, registry);

test('an export proves every block of the chain by executing it again', async () => {
  const verified = await verifyExport(files, { registry, chainId: Buffer.from(cluster.chain.chainId).toString('hex') });
  expect(verified.lastHeight).toBeGreaterThanOrEqual(6);
  expect(verified.transactions).toBe(6);
  expect(store.final!.height).toBeGreaterThanOrEqual(verified.lastHeight);
  expect([...files.all.keys()]).toEqual(['genesis.json', '000000.blocks', MANIFEST_FILE]);
});

test('any flipped bit anywhere is reported, with the file and a reason', async () => {
  const heights = new Set<number>();
  for (const [file, bytes] of files.all) {
    const step = file === 'genesis.json' ? 61 : 37;
    for (let at = 0; at < bytes.length * 8; at += step) {
      const changed = Uint8Array.from(bytes);
      changed[at >> 3]! ^= 1 << (at & 7);
      const fault = await faultOf(files.with(file, changed));
      expect(fault?.reason ?? `bit ${at} of ${file} survived`).toMatch(/^(?!bit ).{20}/);
      expect(fault!.at.file).toBeDefined();
      if (file.endsWith('.blocks')) heights.add(fault!.at.height!);
    }
  }
  // The damage is placed in its own block.
  expect(heights.size).toBeGreaterThanOrEqual(6);
});

const resealed = (change: Parameters<Files['resealed']>[0]) => files.resealed(change);
const flip = (bytes: Bytes, at: number) => Uint8Array.from(bytes, (byte, i) => (i === (at < 0 ? bytes.length + at : at) ? byte ^ 1 : byte));

test.each<[string, Parameters<typeof resealed>[0], number, string]>([
  ['a block in a forged transaction', (entries) => entries.with(2, { ...entries[2]!, block: flip(entries[2]!.block, -1) }), 3, 'cannot be read, or has another body'],
  ['a header with another state root', (entries) => entries.with(2, { ...entries[2]!, block: flip(entries[2]!.block, 200) }), 3, ''],
  ['a certificate with a wrong signature', (entries) => entries.with(2, { ...entries[2]!, certificate: flip(entries[2]!.certificate, -1) }), 3, 'the certificate does not hold'],
  ["another block's certificate", (entries) => entries.with(2, { ...entries[2]!, certificate: entries[1]!.certificate }), 3, 'the certificate does not hold'],
  ['a block left out', (entries) => entries.filter((_, i) => i !== 3), 4, 'does not stand on the one before it'],
  ['two blocks exchanged', (entries) => entries.with(3, entries[4]!).with(4, entries[3]!), 4, 'does not stand on the one before it'],
  ['a last block without certificate', (entries) => entries.with(-1, { ...entries.at(-1)!, certificate: new Uint8Array(0) }), -1, 'no certificate covers this block'],
  ['something that closes no epoch', (entries) => entries.with(2, { ...entries[2]!, closing: [entries[3]!.block] }), 3, 'what closes the epoch'],
])('%s is found even when every hash was made to fit', async (_name, change, height, reason) => {
  const changed = resealed(change);
  const fault = await faultOf(changed);
  expect(fault!.reason).toContain(reason);
  expect(fault!.at.height).toBe(height < 0 ? readManifest(changed.all.get(MANIFEST_FILE)!).lastHeight : height);
});

test('a certificate that is left out is made up for by a later one', async () => {
  expect(await faultOf(resealed((entries) => entries.with(1, { ...entries[1]!, certificate: new Uint8Array(0) })))).toBeUndefined();
});

test.each<[string, () => Files, string]>([
  ['no manifest', () => files.with(MANIFEST_FILE, undefined), 'there is no manifest'],
  ['a chunk that is missing', () => files.with(chunkFile(0), undefined), 'the file is missing'],
  ['a chunk that was cut short', () => files.with(chunkFile(0), files.all.get(chunkFile(0))!.subarray(0, -9)), 'bytes instead of'],
  ["another chain's genesis", () => files.with('genesis.json', utf8('{}')), 'its hash is not the id of the chain'],
  ['a manifest that is another JSON', () => files.with(MANIFEST_FILE, utf8('[]')), 'it has not the fields of a manifest'],
])('%s is said in words', async (_name, make, reason) => expect((await faultOf(make()))!.reason).toContain(reason));

test('it is an export of the chain that is expected, or of none', async () => {
  await expect(verifyExport(files, { registry, chainId: '00'.repeat(32) })).rejects.toThrow('it is an export of chain');
});

test('a node that threw old blocks away refuses, says from where on it has them, and leaves no manifest', async () => {
  const whole = storeSource(store, genesisBytes);
  const written = new Files();
  await expect(writeExport({ ...whole, keptFrom: 3, entry: (height) => (height < 3 ? undefined : whole.entry(height)) }, written)).rejects.toMatchObject({ code: 'EXPORT_INCOMPLETE', reason: expect.stringContaining('keeps blocks from 3 on'), at: { height: 1 } });
  expect(written.all.has(MANIFEST_FILE)).toBe(false);
});

describe('page by page', () => {
  const source = () => storeSource(store, genesisBytes);
  const paged = (page: (from: number) => Promise<Bytes>) => pagedSource({ genesisBytes, finalHeight: source().finalHeight, page });

  test('gives the same files as the database itself', async () => {
    const copy = new Files();
    let pages = 0;
    await writeExport(paged((from) => ((pages += 1), exportPage(source(), from))), copy);
    expect([...copy.all.keys()]).toEqual([...files.all.keys()]);
    for (const [file, bytes] of copy.all) expect(Buffer.from(bytes).equals(files.all.get(file)!)).toBe(true);
    expect(pages).toBeLessThanOrEqual(3);
  });

  test('above the newest block a page is empty', async () => {
    expect(decodeChunk(await exportPage(source(), source().finalHeight + 1))).toEqual({ firstHeight: source().finalHeight + 1, entries: [] });
  });

  test.each([
    ['another page than was asked for', (from: number) => exportPage(source(), from + 1)],
    ['bytes that are none', () => Promise.resolve(utf8('<html>a proxy says no, at some length, so that it could be one</html>'))],
    ['nothing', () => Promise.resolve(new Uint8Array(0))],
  ])('refuses %s', async (_what, page) => {
    await expect(paged(page).entry(1)).rejects.toMatchObject({ code: 'MALFORMED' });
  });
});
