import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Executor, type ExecutedParent } from '@bystack/chain-core/execution';
import { joinPrefixed } from '@bystack/chain-core/codec/prefixed-list';
import { ModuleRegistry } from '@bystack/chain-core/module/registry';
import { ExecutedBlock } from '@bystack/chain-core/node/executed-block';
import { stagingOf } from '@bystack/chain-core/node/install-snapshot';
import { openChain } from '@bystack/chain-core/node/open-chain';
import { WorkHeadersDir } from '@bystack/chain-core/node/work-headers-dir';
import { EMPTY, toHex } from '@bystack/chain-core/primitives/bytes';
import type { PowParameters } from '@bystack/chain-core/protocol/genesis';
import { nextBits } from '@bystack/chain-core/protocol/pow/retarget';
import { workOfBits } from '@bystack/chain-core/protocol/pow/target';
import { encodeStateRange } from '@bystack/chain-core/state/range-codec';
import { collectRange } from '@bystack/chain-core/state/state-range';
import { encodeSnapshotHead, SNAPSHOT } from '@bystack/chain-core/sync';
import { SnapshotRanges } from '@bystack/chain-core/sync/snapshot-ranges';
import { Coins } from '@bystack/chain-core/testing/coins';
import { makeLocalChain, writeLocalFolders, type LocalChain, type LocalFolder } from '@bystack/chain-core/testing/local-chain';

/** A node of a chain of proof of work, stopped when a whole state had just been fetched: it is put in place at the next start. */
export interface TakenState {
  readonly folder: LocalFolder;
  /** Of the block whose state it is. */
  readonly height: number;
  readonly blockId: string;
  /** Recorded in it. */
  readonly txId: string;
}

/** Any nonce will do. */
const POW: Partial<PowParameters> = { initialWork: 1, leastWork: 1, finalDepth: 6 };
const HEIGHT = 20;
const COINS = 100;

export async function makeTakenState(dir: string): Promise<TakenState> {
  const chain = makeLocalChain({ validators: 0, observers: 1, pow: POW, createdAtMs: Date.now() - 3_600_000 });
  const [folder] = (await writeLocalFolders(chain, dir)) as [LocalFolder];
  const dataDir = join(folder.dir, 'data');
  const { genesis, blocks, txId } = await grow(chain, dataDir);
  const taken = blocks[HEIGHT - 1]!;
  const best = new WorkHeadersDir(dataDir).best();
  best.begin({ height: 0, id: genesis.id });
  best.add(blocks.map(({ block }, i) => ({ bytes: block.headerBytes, totalWork: blocks.slice(0, i + 1).reduce((sum, { block: { header } }) => sum + workOfBits(header.work!.bits), 0n) })));
  best.sync();
  best.close();
  await stage(dataDir, taken);
  writeFileSync(join(dataDir, 'mining.json'), JSON.stringify({ threads: 0 }));
  return { folder, height: HEIGHT, blockId: toHex(taken.block.id), txId };
}

/** Makes the folder of a node that has genesis, and the blocks of others. */
async function grow(chain: LocalChain, dataDir: string): Promise<{ genesis: ExecutedParent; blocks: readonly ExecutedBlock[]; txId: string }> {
  const modules = new ModuleRegistry([]).resolve([]);
  const opened = await openChain({ dir: dataDir, genesis: chain.genesis, modules });
  const executor = new Executor(chain.genesis, modules);
  const issue = new Coins({ chainId: chain.chainId, seed: new Uint8Array(32).fill(9) }).issue(COINS, chain.genesis.createdAtMs + 1);
  const { header } = opened.final.block;
  const blocks: ExecutedBlock[] = [];
  let [parent, parentTimeMs] = [opened.final, header.timeMs];
  while (blocks.length < HEIGHT + POW.finalDepth!) {
    const { height, timeMs, work } = parent.block.header;
    const bits = nextBits(chain.genesis.consensus as PowParameters, { height, timeMs, bits: work!.bits, parentTimeMs });
    const candidates = height + 1 === HEIGHT ? [issue] : [];
    const built = executor.build(parent.asParent, { timeMs: timeMs + 1_000, view: height + 1, proposer: 0, candidates, work: { bits, minerKey: new Uint8Array(32).fill(5) } });
    parentTimeMs = timeMs;
    parent = ExecutedBlock.of(built.block, built.execution);
    blocks.push(parent);
  }
  await opened.close();
  return { genesis: opened.final.asParent, blocks, txId: toHex(issue.txId) };
}

async function stage(dataDir: string, { block, state, resultLeaves }: ExecutedBlock): Promise<void> {
  const staging = stagingOf(dataDir);
  staging.begin(joinPrefixed([encodeSnapshotHead({ block: block.bytes, results: resultLeaves, certificate: EMPTY, past: [] })]));
  const ranges = await SnapshotRanges.open(block.header.stateRoot, staging, () => Promise.resolve());
  for (let bounds = ranges.take(); bounds !== undefined; bounds = ranges.take()) ranges.add(bounds, encodeStateRange(collectRange(state, bounds, SNAPSHOT.rangeBytesMax)));
  staging.complete();
}
