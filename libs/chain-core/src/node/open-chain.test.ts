import { ClassicLevel } from 'classic-level';
import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ModuleRegistry } from '../module/registry';
import { withCheck } from '../storage/checked-value';
import { META_FORMAT } from '../storage/keys';
import { encodeNumbers } from '../storage/stored-values';
import { StateVersion } from '../state/state-version';
import { makeLocalChain } from '../testing/local-chain';
import { openChain } from './open-chain';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'open-chain-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const chain = makeLocalChain({ validators: 2 });
const modules = new ModuleRegistry([]).resolve([]);
const open = (dir: string) => openChain({ dir, genesis: chain.genesis, modules });
type Level = ClassicLevel<Uint8Array, Uint8Array>;

async function edit(dir: string, work: (db: Level) => Promise<void>): Promise<void> {
  const db: Level = new ClassicLevel(join(dir, 'chain'), { keyEncoding: 'view', valueEncoding: 'view' });
  await work(db);
  await db.close();
}
const putFormat = (db: Level, version: number) => db.put(META_FORMAT, withCheck(META_FORMAT, Buffer.concat([encodeNumbers(version), chain.chainId])));

/** A folder as software of format 1 left it: every entry of the state in the database of blocks, and no folder of the state. */
async function oldFolder(): Promise<string> {
  const dir = join(root, 'old');
  const fresh = await open(dir);
  const changes = fresh.store.stateChanges(0)!;
  await fresh.close();
  await edit(dir, async (db) => {
    for (const [key, value] of changes) {
      const stateKey = Buffer.concat([Buffer.of(16), Buffer.from(key, 'latin1')]);
      await db.put(stateKey, withCheck(stateKey, value!));
    }
    await db.del(Buffer.concat([Buffer.of(7), Buffer.alloc(8)]));
    await putFormat(db, 1);
  });
  rmSync(join(dir, 'state'), { recursive: true });
  return dir;
}

test('a folder of format 1 is upgraded once, and is of the current format from then on', async () => {
  const dir = await oldFolder();
  const upgraded = await open(dir);
  const { root: expected } = upgraded.final.state;
  expect(upgraded.final.block.header.stateRoot).toEqual(expected);
  expect([upgraded.store.format, (await upgraded.store.oldState()).length]).toEqual([2, 0]);
  await upgraded.close();
  const again = await open(dir);
  expect(again.final.state.root).toEqual(expected);
  await again.close();
});

test('an upgrade that was killed goes on where it was', async () => {
  const dir = await oldFolder();
  const upgraded = await open(dir);
  await upgraded.close();
  // The state is written, the format is still the old one, the old entries are still there.
  renameSync(join(dir, 'state'), join(root, 'written'));
  rmSync(dir, { recursive: true });
  renameSync(join(root, 'written'), join(await oldFolder(), 'state'));
  const opened = await open(dir);
  expect(opened.final.state.root).toEqual(opened.final.block.header.stateRoot);
  expect((await opened.store.oldState()).length).toBe(0);
  await opened.close();
});

test('an old folder with a damaged entry is refused, and stays as it was', async () => {
  const dir = await oldFolder();
  await edit(dir, async (db) => {
    for await (const key of db.keys({ gte: Buffer.of(16), lt: Buffer.of(17), limit: 1 })) await db.put(key, withCheck(key, Buffer.from('other')));
  });
  await expect(open(dir)).rejects.toMatchObject({ kind: 'corrupt' });
  await edit(dir, async (db) => expect((await db.get(META_FORMAT))![7]).toBe(1));
});

test('a folder of a newer format is refused, saying what to do', async () => {
  const dir = join(root, 'new');
  await (await open(dir)).close();
  await edit(dir, (db) => putFormat(db, 3));
  await expect(open(dir)).rejects.toMatchObject({ kind: 'newer-format', message: expect.stringContaining('start the version that wrote it') });
});

test('a state folder that is gone, after its changes were forgotten, is not taken for an empty state', async () => {
  const dir = join(root, 'gone');
  const chainOf = await open(dir);
  await chainOf.states.checkpoint(() => 0);
  await chainOf.store.forgetStateChanges(0);
  await chainOf.close();
  expect(readdirSync(join(dir, 'state'))).toContain('directory');
  rmSync(join(dir, 'state'), { recursive: true });
  await expect(open(dir)).rejects.toMatchObject({ kind: 'corrupt', message: expect.stringContaining('fetch everything from other nodes') });
});

test('a state that is ahead of the blocks is refused', async () => {
  const dir = join(root, 'ahead');
  const opened = await open(dir);
  const version = StateVersion.ofBase(opened.states.base);
  const overlay = version.begin();
  overlay.put('x', Buffer.of(1));
  version.commit(overlay).settle();
  await opened.states.checkpoint(() => 1);
  await opened.close();
  await expect(open(dir)).rejects.toMatchObject({ kind: 'corrupt' });
});
