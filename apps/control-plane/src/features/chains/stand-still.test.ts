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
