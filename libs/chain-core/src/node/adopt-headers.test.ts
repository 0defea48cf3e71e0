import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMPTY } from '../primitives/bytes';
import type { SealedBlock } from '../protocol/block';
import { ChainStore } from '../storage';
import { TestWork } from '../testing/test-work';
import { joinPrefixed } from '../codec/prefixed-list';
import { encodeSnapshotHead } from '../sync';
import { adoptHeaders, leadTo, standsOnFinal } from './adopt-headers';
import { installSnapshot, stagingOf } from './install-snapshot';
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
  expect([store.certificate(TAKEN), await store.certificateFrom(0)]).toEqual([undefined, undefined]);
  expect([store.keptFrom, store.block(TAKEN - 1), store.block(OWN), store.block(TAKEN)?.length]).toEqual([TAKEN, undefined, undefined, at(TAKEN).bytes.length]);
});

const RECORD_BYTES = 336;
test.each<[string, (bytes: Buffer) => Buffer]>([
  ['one bit of a header', (bytes) => (bytes[40 + 5 * RECORD_BYTES + 60]! ^= 1, bytes)],
  ['the id they begin with', (bytes) => (bytes[20]! ^= 1, bytes)],
  ['the height they begin at', (bytes) => (bytes[7]! ^= 2, bytes)],
  ['their end', (bytes) => bytes.subarray(0, 40 + 9 * RECORD_BYTES)],
  ['everything', () => Buffer.alloc(0)],
])('headers are seen not to lead to the block when %s is damaged on disk', async (_, damage) => {
  expect(await leadTo(dir, at(TAKEN))).toBe(true);
  const path = join(dir, 'headers', 'best');
  writeFileSync(path, damage(readFileSync(path)));
  expect(await leadTo(dir, at(TAKEN))).toBe(false);
});

test('a branch without what is final here is told apart', () => {
  expect(standsOnFinal(dir, { height: OWN, blockId: at(OWN).id })).toBe(true);
  expect(standsOnFinal(dir, { height: OWN + 2, blockId: at(OWN + 2).id })).toBe(true);
  expect(standsOnFinal(dir, { height: OWN + 2, blockId: at(1).id })).toBe(false);
});

test('a state whose headers are damaged waits for them to be fetched again: its parts stay, the node starts as it was, and the log says so', async () => {
  const staging = stagingOf(dir);
  staging.begin(joinPrefixed([encodeSnapshotHead({ block: at(TAKEN).bytes, results: [], certificate: EMPTY, past: [] })]));
  staging.add('\0'.repeat(32), Uint8Array.of(1));
  staging.complete();
  const path = join(dir, 'headers', 'best');
  writeFileSync(path, readFileSync(path).fill(7, 400, 500));
  const said: string[] = [];
  await installSnapshot(dir, store, { log: (level, what) => said.push(`${level}: ${what}`) });
  expect(said).toEqual([expect.stringMatching(/^error: headers .* damaged/)]);
  expect([staging.isComplete, staging.head !== undefined, staging.starts().length]).toEqual([false, true, 1]);
  expect([existsSync(join(dir, 'headers')), existsSync(join(dir, 'headers.damaged', 'best')), existsSync(join(dir, 'state.new'))]).toEqual([false, true, false]);
  expect(store.final).toMatchObject({ height: OWN });
});
