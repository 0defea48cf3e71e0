import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMPTY } from '../primitives/bytes';
import type { SealedBlock } from '../protocol/block';
import { ChainStore } from '../storage';
import { TestWork } from '../testing/test-work';
import { adoptHeaders, standsOnFinal } from './adopt-headers';
import { WorkHeadersDir } from './work-headers-dir';

const OWN = 3;
const TAKEN = 20;
const work = new TestWork({ initialWork: 1, leastWork: 1 }).extend(TAKEN + 5);
const at = (height: number) => work.blocks[height - 1]!;
const recordOf = (block: SealedBlock) => ({ height: block.header.height, blockId: block.id, block: block.bytes, txIds: [], results: [], certificate: undefined, stateWrites: [] });

let dir: string;
let store: ChainStore;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'adopt-'));
  store = await ChainStore.open({ dir: join(dir, 'chain'), chainId: work.chainId });
  await store.commit(work.blocks.slice(0, OWN).map(recordOf));
  const best = new WorkHeadersDir(dir).best();
  best.begin({ height: OWN, id: at(OWN).id });
  best.add(work.blocks.slice(OWN).map(({ headerBytes }, i) => ({ bytes: headerBytes, totalWork: BigInt(i + 1) })));
  best.close();
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

const adopt = () => store.adopt({ ...recordOf(at(TAKEN)), certificate: EMPTY, headers: [], handOvers: [] });

test('all headers below the block stay or come, whenever a crash lets it be done again', async () => {
  await adoptHeaders(dir, store, at(TAKEN));
  await adoptHeaders(dir, store, at(TAKEN)); // Killed before the block was adopted.
  await adopt();
  expect(standsOnFinal(dir, store.final!)).toBe(true);
  await adoptHeaders(dir, store, at(TAKEN)); // Killed before the snapshot was removed.
  await adopt();
  for (let height = 1; height <= TAKEN; height += 1) {
    expect([height, Buffer.compare(store.header(height)!.bytes, at(height).headerBytes), store.heightOf(at(height).id)]).toEqual([height, 0, height]);
  }
  expect([store.keptFrom, store.block(TAKEN - 1), store.block(OWN), store.block(TAKEN)?.length]).toEqual([TAKEN, undefined, undefined, at(TAKEN).bytes.length]);
});

test('headers that were damaged on disk are found out before anything of the chain is forgotten', async () => {
  const path = join(dir, 'headers', 'best');
  const bytes = readFileSync(path);
  bytes[40 + 5 * 336 + 60]! ^= 1;
  writeFileSync(path, bytes);
  await expect(adoptHeaders(dir, store, at(TAKEN))).rejects.toMatchObject({ kind: 'corrupt' });
  expect([store.keptFrom, store.block(OWN) !== undefined]).toEqual([1, true]);
});

test('a branch without what is final here is told apart', () => {
  expect(standsOnFinal(dir, { height: OWN, blockId: at(OWN).id })).toBe(true);
  expect(standsOnFinal(dir, { height: OWN + 2, blockId: at(OWN + 2).id })).toBe(true);
  expect(standsOnFinal(dir, { height: OWN + 2, blockId: at(1).id })).toBe(false);
});
