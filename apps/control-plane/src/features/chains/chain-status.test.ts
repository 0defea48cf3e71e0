import type { ChainFacts, NodeFacts } from './chain-facts';
import { chainStatus } from './chain-status';

const NOW = 1_000_000_000;
const letters: Record<string, Partial<NodeFacts>> = {
  R: { state: 'running', finalHeight: 9, finalTimeMs: NOW - 1000, peersConnected: 3 }, // runs
  L: { state: 'running', finalHeight: 9, finalTimeMs: NOW - 600_000, peersConnected: 3 }, // runs, but its last block is old
  B: { state: 'running', finalHeight: 9, finalTimeMs: NOW - 600_000, peersConnected: 3, startedAtMs: NOW - 80_000 }, // begun again lately
  b: { state: 'running', finalHeight: 9, finalTimeMs: NOW - 600_000, peersConnected: 3, startedAtMs: NOW - 100_000 }, // a while ago
  N: { state: 'running' }, // runs, no block yet
  O: { state: 'running', finalHeight: 7, finalTimeMs: NOW - 600_000, peersConnected: 3, recovery: { isPrepared: false, needed: 3, seenBefore: { epoch: 0, height: 9, timeMs: 1 } } }, // an older copy
  G: { state: 'running', finalHeight: 7, finalTimeMs: NOW - 600_000, peersConnected: 3, recovery: { isPrepared: true, needed: 3 } }, // gave its votes up
  S: { state: 'stopped', wish: 'stopped' },
  s: { state: 'stopped' }, // stopped, but wished to run
  '+': { state: 'starting' },
  P: { state: 'preparing' },
  F: { state: 'failed' },
  A: { state: 'absent' },
  U: { state: 'unknown' },
};
const nodes = (text: string): NodeFacts[] =>
  [...text].map((letter) => ({
    wish: 'running',
    state: 'unknown',
    finalHeight: null,
    finalTimeMs: null,
    peersConnected: null,
    committee: null,
    joins: false,
    startedAtMs: null,
    miningThreads: null,
    hashesPerSecond: null,
    newestBlock: null,
    recovery: null,
    ...letters[letter],
  }));
const facts = (text: string, more: Partial<ChainFacts> = {}): ChainFacts => ({
  wish: 'running',
  failed: false,
  creating: false,
  nodes: nodes(text),
  heartbeatMs: 30_000,
  pace: null,
  nowMs: NOW,
  ...more,
});

describe('a chain’s state', () => {
  it.each<[string, Partial<ChainFacts>, string, RegExp]>([
    ['RRRR', {}, 'running', /^4 of 4 validators run; block 9 is final\.$/],
    ['RRRF', {}, 'degraded', /^3 of 4 validators run; 3 are needed\.$/],
    ['RRRU', {}, 'degraded', /^3 of 4/],
    ['RRRS', {}, 'degraded', /^3 of 4/],
    ['RRFF', {}, 'stalled', /^2 of 4 validators run; 3 are needed/],
    ['RRSS', {}, 'stalled', /^2 of 4/],
    ['RR+F', {}, 'starting', /^2 of 4 nodes run; 3 are needed\.$/],
    ['RRss', {}, 'starting', /^2 of 4/],
    ['PPPP', {}, 'starting', /^0 of 4/],
    ['UUUU', {}, 'unknown', /may well be running/],
    ['UUUF', {}, 'stalled', /^0 of 4/],
    ['LLLL', {}, 'stalled', /nothing became final for 600 s/],
    ['OOOO', {}, 'stalled', /^4 of 4 validators were put back from older copies/],
    ['OOOU', {}, 'stalled', /^3 of 4 validators were put back/],
    ['RRRO', {}, 'running', /^4 of 4/], // the others remember
    ['GGOO', {}, 'stalled', /^The chain is being started again: 2 of 4/],
    ['BBBB', {}, 'running', /^4 of 4/],
    ['LLBB', {}, 'running', /^4 of 4/], // enough run only since then
    ['bbbb', {}, 'stalled', /nothing became final for 100 s/],
    ['LLLB', {}, 'stalled', /nothing became final for 600 s/], // three were enough all along
    ['RLLL', {}, 'running', /./],
    ['LLLL', { heartbeatMs: 600_000 }, 'running', /./],
    ['NNNN', {}, 'running', /block 0 is final/],
    ['NNNN', { creating: true }, 'creating', /^4 of 4 nodes run\.$/],
    ['PPPP', { creating: true }, 'creating', /^0 of 4/],
    ['UUUU', { creating: true }, 'creating', /^0 of 4/],
    ['SSSS', { wish: 'stopped' }, 'stopped', /^All 4 nodes are stopped\.$/],
    ['SSSR', { wish: 'stopped' }, 'stopping', /^1 of 4/],
    ['SSS+', { wish: 'stopped' }, 'stopping', /^1 of 4/],
    ['SSSU', { wish: 'stopped' }, 'unknown', /^Nothing is heard of 1 of 4/],
    ['SSSF', { wish: 'stopped' }, 'stopped', /./],
    ['RRRR', { wish: 'absent' }, 'deleting', /^4 of 4 nodes are still to be removed\.$/],
    ['AARR', { wish: 'absent' }, 'deleting', /^2 of 4/],
    ['AAUU', { wish: 'absent' }, 'deleting', /2 of 4 nodes are on hosts that are offline/],
    ['', { wish: 'absent' }, 'deleting', /^0 of 0/],
    ['FFFF', { wish: 'absent', failed: true }, 'failed', /^Creating it failed; 4 of 4/],
    ['R', {}, 'running', /^1 of 1/],
    ['F', {}, 'stalled', /^0 of 1/],
    ['RR', {}, 'running', /^2 of 2/],
    ['RF', {}, 'stalled', /^1 of 2 validators run; 2 are needed/],
  ])('%s %j is %s', (text, more, state, reason) => {
    const status = chainStatus(facts(text, more));
    expect([text, status.state, reason.test(status.reason.en)]).toEqual([text, state, true]);
    expect(status.reason.zh).toMatch(/[\u4e00-\u9fff]/);
  });

  const seated = (text: string, seats: number, places: readonly (number | null | undefined)[]) =>
    nodes(text).map((node, i): NodeFacts => ({ ...node, ...(places[i] === undefined ? { joins: true } : { committee: { epoch: 1, seats, place: places[i] } }) }));
  it.each<[string, number, readonly (number | null | undefined)[], string, RegExp]>([
    ['RRRRR', 5, [0, 1, 2, 3, 4], 'running', /^5 of 5 validators run/],
    ['RRRRR', 4, [0, 1, 2, 3, null], 'running', /^4 of 4 validators run/], // one follows without a vote
    ['RRRR+', 4, [0, 1, 2, 3, undefined], 'running', /^4 of 4/], // one is about to join
    ['RRRRF', 4, [0, 1, 2, 3, null], 'running', /^4 of 4/],
    ['RRRFR', 4, [0, 1, 2, 3, null], 'degraded', /^3 of 4 validators run; 3 are needed/],
    ['RRFFR', 4, [0, 1, 2, 3, null], 'stalled', /^2 of 4 validators run; 3 are needed/], // a follower does not help
    ['RRRRFF', 6, [0, 1, 2, 3, 4, 5], 'stalled', /^4 of 6 validators run; 5 are needed/],
  ])('%s of a committee of %i, places %j, is %s', (text, seats, places, state, reason) => {
    const status = chainStatus(facts('', { nodes: seated(text, seats, places) }));
    expect([status.state, reason.test(status.reason.en)]).toEqual([state, true]);
  });

  it('believes the newest committee that any node knows of', () => {
    const [behind, ...ahead] = seated('RRRRR', 5, [0, 1, 2, 3, 4]);
    expect(chainStatus(facts('', { nodes: [{ ...behind!, committee: { epoch: 0, seats: 4, place: 0 } }, ...ahead] })).reason.en).toMatch(/^5 of 5/);
  });

  it('counts what runs and shows the newest final block', () => {
    expect(chainStatus(facts('RRLF'))).toMatchObject({ nodesRunning: 3, finalHeight: 9 });
    expect(chainStatus(facts('UUUU'))).toMatchObject({ nodesRunning: 0, finalHeight: null, finalTimeMs: null });
  });
});
