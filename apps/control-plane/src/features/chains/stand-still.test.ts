import { advance } from '../operations';
import { whyFailed, type StandStill } from './stand-still';

const steps = advance(
  [],
  [
    { name: 'a', words: { en: 'Keys', zh: '密钥' }, done: 1, of: 1 },
    { name: 'b', words: { en: 'Nodes run', zh: '运行' }, done: 2, of: 4 },
  ],
  1,
);
const facts = (more: Partial<StandStill>): StandStill => ({
  kind: 'chain.create',
  steps,
  idleMs: 0,
  idleMsMax: 60_000,
  problems: [],
  silent: 0,
  work: null,
  ...more,
});
const mismatch = { code: 'GENESIS_MISMATCH', detail: 'They differ.' };
const taken = { code: 'PORT_TAKEN', detail: 'The port is taken.' };

it.each<[string, Partial<StandStill>, string | null]>([
  ['moving', {}, null],
  ['waiting, not yet too long', { idleMs: 59_999, problems: [taken], silent: 4 }, null],
  ['too long', { idleMs: 60_000 }, 'NO_PROGRESS'],
  ['too long, and a node said why', { idleMs: 60_000, problems: [taken], silent: 1 }, 'PORT_TAKEN'],
  ['too long, and hosts are offline', { idleMs: 60_000, silent: 2 }, 'HOST_OFFLINE'],
  ['hopeless at once', { problems: [taken, mismatch] }, 'GENESIS_MISMATCH'],
  ['hopeless, when a node is started', { kind: 'node.start', problems: [mismatch] }, 'GENESIS_MISMATCH'],
  ['broken, when it is only to be stopped', { kind: 'chain.stop', problems: [mismatch] }, null],
  ['stopping for too long', { kind: 'chain.stop', idleMs: 60_000, problems: [mismatch] }, 'GENESIS_MISMATCH'],
  ['removing, for however long', { kind: 'chain.delete', idleMs: 10 ** 9, silent: 4, problems: [mismatch] }, null],
])('%s', (_name, more, code) => {
  expect(whyFailed(facts(more))?.code ?? null).toBe(code);
});

it('says where it stood still', () => {
  expect(whyFailed(facts({ idleMs: 61_400, problems: [taken] }))?.detail).toBe(
    'Nothing moved for 61 s at “Nodes run” (2 of 4). The first problem reported: The port is taken.',
  );
});

const atFirstBlock = advance([], [{ name: 'first-final', words: { en: 'The first block is final', zh: '首个区块' }, done: 0, of: 1 }], 1);

it.each<[string, Partial<StandStill>, string]>([
  ['far too much work', { work: { nextWork: 2e12, hashesPerSecond: 1_700_000.4, height: 0, agoMs: 90_000, mining: 2 } }, ' A likely cause: no block was made; the next one takes 2,000,000,000,000 hashes on average, and the nodes make 1,700,000 a second, so that a block takes about 14 days. Begin with less work (initialWork), or fewer blocks that make a record final (finalDepth).'],
  ['blocks that came, too few of them', { idleMs: 451_000, work: { nextWork: 3e7, hashesPerSecond: 1e6, height: 4, agoMs: 450_000, mining: 1 } }, ' A likely cause: block 4 is the newest, and not enough blocks stand on the first one; the next one takes 30,000,000 hashes on average, and the nodes make 1,000,000 a second, so that a block takes about 30 seconds. Begin with less work (initialWork), or fewer blocks that make a record final (finalDepth).'],
  ['nobody who mines', { work: { nextWork: 3e7, hashesPerSecond: 0, height: 0, agoMs: 90_000, mining: 0 } }, ' None of the nodes was seen to mine.'],
  ['a committee', {}, ''],
])('says why no block became final: %s', (_name, more, why) => {
  expect(whyFailed(facts({ steps: atFirstBlock, idleMs: 60_000, ...more }))).toEqual({ code: 'NO_PROGRESS', detail: `Nothing moved for ${Math.round((more.idleMs ?? 60_000) / 1_000)} s at “The first block is final” (0 of 1).${why}` });
});

it('waits for a first block as long as blocks come, or may well come', () => {
  const work = { nextWork: 6e8, hashesPerSecond: 1e6, height: 3, agoMs: 8_999_999, mining: 2 };
  const fails = (more: Partial<StandStill>) => whyFailed(facts({ idleMs: 10 ** 9, work, ...more })) !== null;
  expect([fails({ steps: atFirstBlock }), fails({ steps: atFirstBlock, work: { ...work, agoMs: 9_000_000 } })]).toEqual([false, true]);
  expect(fails({ steps: atFirstBlock, work: { ...work, nextWork: 3.7e9, agoMs: 59_999 } })).toBe(false);
  expect(fails({ steps: atFirstBlock, work: { ...work, nextWork: 3.7e9, agoMs: 60_000 } })).toBe(true);
  // Blocks that others make say nothing of nodes that do not start.
  expect(fails({ work: { ...work, agoMs: 0 } })).toBe(true);
});
