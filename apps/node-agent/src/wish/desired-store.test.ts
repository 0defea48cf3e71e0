import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wishFor } from '../testing/wishes';
import { DesiredStore } from './desired-store';
import type { Desired } from './read-desired';

const wish = wishFor({ nodeKey: 'a'.repeat(64), votingKey: 'b'.repeat(64) }, { nodeId: 'n1' });
const desired = (revision: number, change: Partial<Desired> = {}): Desired => ({ incarnation: 'one', revision, auditHead: head(revision), nodes: [wish], refused: [], ...change });
const head = (sequence: number, fill = 'c') => ({ sequence, hash: fill.repeat(64) });
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'bystack-desired-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the kept wish', () => {
  it('survives a restart with revision, audit head and genesis', () => {
    new DesiredStore(folder).accept(desired(5));
    const again = new DesiredStore(folder);
    expect(again.current).toMatchObject({ revision: 5, nodes: [{ nodeId: 'n1' }] });
    expect(again.auditHeadKept).toEqual({ incarnation: 'one', ...head(5) });
    expect(Buffer.from(again.genesisOf(wish.chainId)!).toString('base64')).toBe(wish.genesis);
  });

  it('ignores equal and older revisions, also after a restart', () => {
    new DesiredStore(folder).accept(desired(5));
    const store = new DesiredStore(folder);
    for (const revision of [5, 4, 0]) expect(store.accept(desired(revision, { nodes: [] }))).toBe(false);
    expect(store.current?.nodes).toHaveLength(1);
    expect(store.accept(desired(6, { nodes: [] }))).toBe(true);
  });

  it('keeps the newest audit head even when nothing else is new, but not that of an older revision', () => {
    const store = new DesiredStore(folder);
    store.accept(desired(5));
    store.accept(desired(5, { auditHead: head(8), nodes: [] }));
    store.accept(desired(4, { auditHead: head(9) }));
    const again = new DesiredStore(folder);
    expect([again.auditHeadKept, again.current?.nodes.length]).toEqual([{ incarnation: 'one', ...head(8) }, 1]);
  });

  it.each([
    ['a lower entry', head(4), /went back from entry 5 to 4/],
    ['another hash of the same entry', head(5, 'd'), /Entry 5 .* another hash/],
  ])('does not go back to %s of the audit trail, with an equal or a newer wish', (_name, auditHead, words) => {
    const store = new DesiredStore(folder);
    store.accept(desired(5));
    for (const revision of [5, 6]) {
      store.accept(desired(revision, { auditHead }));
      expect(store.auditTrouble).toMatch(words);
      expect(new DesiredStore(folder).auditHeadKept).toEqual({ incarnation: 'one', ...head(5) });
    }
    expect(store.current?.revision).toBe(6);
    store.accept(desired(6, { auditHead: head(7) }));
    expect([store.auditTrouble, store.auditHeadKept?.sequence]).toEqual([undefined, 7]);
  });

  it('follows the audit trail of a new life from where that begins', () => {
    const store = new DesiredStore(folder);
    store.accept(desired(5));
    store.accept(desired(1, { incarnation: 'two', auditHead: head(2) }));
    expect([store.auditHeadKept, store.auditTrouble]).toEqual([{ incarnation: 'two', ...head(2) }, undefined]);
  });

  it('follows a new incarnation from its first revision and never goes back', () => {
    const store = new DesiredStore(folder);
    store.accept(desired(50));
    expect(store.accept(desired(1, { incarnation: 'two' }))).toBe(true);
    expect(store.accept(desired(51))).toBe(false);
    expect(new DesiredStore(folder).accept(desired(99))).toBe(false);
  });

  it('fills the genesis of later nodes from what came with the first', () => {
    const store = new DesiredStore(folder);
    store.accept(desired(1));
    store.accept(desired(2, { nodes: [{ ...wish, genesis: '' }] }));
    expect(store.genesisOf(wish.chainId)).toBeDefined();
  });

  it('keeps no document that does not hash to its chain id, and takes the right one later', () => {
    const store = new DesiredStore(folder);
    store.accept(desired(1, { nodes: [{ ...wish, genesis: Buffer.from('{}').toString('base64') }] }));
    expect(store.genesisOf(wish.chainId)).toBeUndefined();
    store.accept(desired(2));
    expect(store.genesisOf(wish.chainId)).toBeDefined();
  });

  it('forgets documents of chains it carries no more', () => {
    const store = new DesiredStore(folder);
    store.accept(desired(1));
    store.accept(desired(2, { nodes: [] }));
    expect(readdirSync(join(folder, 'genesis'))).toEqual([]);
  });
});
