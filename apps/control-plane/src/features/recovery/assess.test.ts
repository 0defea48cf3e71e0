import { recoverySteps, type NodeFacts } from '../chains';
import { assess } from './assess';

const seenBefore = { epoch: 0, height: 20, timeMs: 20_000 };
const node = (change: Partial<NodeFacts>): NodeFacts => ({
  ...{ wish: 'running', state: 'running', finalHeight: 10, finalTimeMs: 10_000, peersConnected: 3, committee: { epoch: 0, seats: 4, place: 0 }, joins: false },
  ...{ startedAtMs: 0, miningThreads: null, hashesPerSecond: null, newestBlock: null, recovery: null, ...change },
});
const letters: Record<string, Partial<NodeFacts>> = {
  r: { finalHeight: 20 }, // remembers
  o: { recovery: { isPrepared: false, needed: 3, seenBefore } }, // an older copy
  l: { finalHeight: 12, finalTimeMs: 12_000, recovery: { isPrepared: false, needed: 3, seenBefore: { ...seenBefore, height: 19 } } }, // a less old one
  p: { recovery: { isPrepared: true, needed: 3, seenBefore } },
  q: { finalHeight: 12, recovery: { isPrepared: true, needed: 3, seenBefore } }, // prepared, with more blocks
  n: { finalHeight: 12, committee: { epoch: 1, seats: 4, place: 0 } }, // in the next epoch
  f: { finalHeight: 13, committee: { epoch: 1, seats: 4, place: 0 } }, // which has a block
  '-': { state: 'unknown' },
  v: { committee: { epoch: 0, seats: 4, place: null }, recovery: { isPrepared: false, needed: 3, seenBefore } }, // has no vote
};
const nodes = (text: string) => [...text].map((letter) => node(letters[letter]));

describe('what is seen of validators that forgot', () => {
  it.each<[string, string, RegExp]>([
    ['rrrr', 'none', /^No validator/],
    ['----', 'none', /^No validator/],
    ['rrrv', 'none', /^No validator/],
    ['ooor', 'waits', /^3 of 4 validators have less .* 1 remember: the others fetch/],
    ['oo--', 'waits', /^2 of 4 .* 3 must be heard of/],
    ['ooo-', 'possible', /^3 of 4 .* stands still until it is started again/],
    ['oooo', 'possible', /^4 of 4/],
    ['pool', 'possible', /^4 of 4/],
  ])('%s: %s', (text, state, words) => {
    const found = assess(nodes(text));
    expect([found.state, found.words.en]).toEqual([state, expect.stringMatching(words)]);
  });

  it('counts what is lost from the newest block that is left', () => {
    expect(assess(nodes('oooo'))).toMatchObject({ epoch: 0, needed: 3, fromHeight: 10, lost: { firstHeight: 11, lastHeight: 20, sinceMs: 10_000, untilMs: 20_000 } });
    expect(assess(nodes('oolo'))).toMatchObject({ fromHeight: 12, lost: { firstHeight: 13, lastHeight: 20, sinceMs: 12_000 } });
    expect(assess([node({ recovery: { isPrepared: true, needed: 1 } })])).toMatchObject({ state: 'possible', needed: 1, fromHeight: 10, lost: null });
  });
});

describe('the steps of starting again', () => {
  const begun = { epoch: 0, needed: 3, fromHeight: 10, lost: null, leaderId: null };
  it.each<[string, readonly number[]]>([
    ['oooo', [0, 0, 0, 0]],
    ['ppoo', [2, 2, 0, 0]],
    ['pppq', [3, 1, 0, 0]],
    ['pppp', [3, 3, 0, 0]],
    ['nppp', [3, 3, 1, 0]],
    ['nnno', [3, 3, 3, 0]],
    ['fnnn', [3, 3, 3, 1]],
  ])('%s', (text, done) => expect(recoverySteps(begun, nodes(text)).map((step) => step.done)).toEqual(done));
});
