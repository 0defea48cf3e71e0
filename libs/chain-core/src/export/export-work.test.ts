import { ModuleRegistry } from '../module/registry';
import type { Bytes } from '../primitives/bytes';
import { ChainStore } from '../storage';
import { Cluster } from '../testing/cluster';
import { Coins } from '../testing/coins';
import { faultOf as faultIn, MemoryExport } from '../testing/memory-export';
import { HEADER_BYTES } from '../protocol/codec';
import type { PowParameters } from '../protocol/genesis';
import { BurialLine } from '../protocol/pow/buried';
import { workOfBits } from '../protocol/pow/target';
import { storeSource } from './store-source';
import { verifyExport } from './verify-export';
import { writeExport } from './write-export';

jest.setTimeout(120_000);
const registry = new ModuleRegistry([]);
const BITS_AT = HEADER_BYTES + 32;
let files: MemoryExport;
let parameters: PowParameters;
let finalHeight: number;

/** A real chain of one miner with a transaction, stopped, and its database. */
beforeAll(async () => {
  files = new MemoryExport();
  const cluster = new Cluster({ validators: 0, observers: 1, pow: { targetSpacingMs: 200, initialWork: 20_000, leastWork: 2_000, futureMsMax: 2_000, finalDepth: 3 }, limits: { blockBytesMax: 256 * 1024, transactionBytesMax: 64 * 1024 } });
  try {
    await cluster.start(0);
    await cluster.expectFinal(new Coins({ chainId: cluster.chain.chainId, seed: new Uint8Array(32).fill(5) }).issue(4, Date.now()), 0, 0, 60_000);
    await cluster.expectHeight(0, 6, 60_000);
    await cluster.stop(0);
    const store = await ChainStore.open({ dir: `${cluster.dataDir(0)}/chain`, chainId: cluster.chain.chainId });
    finalHeight = store.final!.height;
    await writeExport(storeSource(store, cluster.chain.genesisBytes), files);
    await store.close();
    parameters = cluster.chain.genesis.consensus as PowParameters;
  } finally {
    await cluster.close();
  }
});

const faultOf = (changed: MemoryExport) => faultIn(changed, registry);

const bitsOf = (block: Bytes) => new DataView(block.buffer, block.byteOffset).getUint32(BITS_AT);

test('an export of a chain of proof of work proves every block and its work, and says what is final by itself', async () => {
  const line = new BurialLine(0, parameters);
  files.resealed((entries) => {
    for (const { block } of entries) line.add(workOfBits(bitsOf(block)));
    return entries;
  });
  const verified = await verifyExport(files, { registry });
  expect(verified).toMatchObject({ lastHeight: finalHeight, finalHeight: line.finalHeight, transactions: 1 });
  expect(verified.finalHeight).toBeLessThanOrEqual(finalHeight - parameters.finalDepth);
  expect(verified.proof).toEqual({ kind: 'work', totalWork: line.totalWork, finalDepth: parameters.finalDepth });
});

test.each<[string, Parameters<MemoryExport['resealed']>[0], number, string]>([
  ['a nonce that nobody found', (entries) => entries.with(2, { ...entries[2]!, block: withByte(entries[2]!.block, BITS_AT + 11) }), 3, 'the work of the block is not what the chain demands: HASH'],
  ['easier work', (entries) => entries.with(2, { ...entries[2]!, block: withByte(entries[2]!.block, BITS_AT) }), 3, 'the work of the block is not what the chain demands: BITS'],
  ['a miner who took the work of another', (entries) => entries.with(2, { ...entries[2]!, block: withByte(entries[2]!.block, HEADER_BYTES) }), 3, 'the work of the block is not what the chain demands: HASH'],
  ['a signature where nobody signs', (entries) => entries.with(2, { ...entries[2]!, certificate: new Uint8Array([1]) }), 3, 'nobody signs'],
  ['a block left out', (entries) => entries.filter((_, i) => i !== 3), 4, 'does not stand on the one before it'],
])('%s is found even when every hash was made to fit', async (_name, change, height, reason) => {
  const fault = await faultOf(files.resealed(change));
  expect(fault!.reason).toContain(reason);
  expect(fault!.at.height).toBe(height);
});

function withByte(bytes: Bytes, at: number): Bytes {
  return Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ 1 : byte));
}
