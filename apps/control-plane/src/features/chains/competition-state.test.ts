import type { NodeFacts } from './chain-facts';
import { chainStatus } from './chain-status';

const NOW = 1_000_000_000;
const SPACING_MS = 10_000;
const FINAL_DEPTH = 12;

/** A node that mines at 1,000 hashes a second, as fast as blocks are asked for unless `work` says more. */
const node = (change: Partial<NodeFacts>, headAgeMs: number | null = 5_000, work = 10_000, headHeight = 112): NodeFacts => ({
  wish: 'running', state: 'running', finalHeight: 100, finalTimeMs: NOW - 125_000, peersConnected: 1, committee: null, recovery: null, joins: false, startedAtMs: 0,
  miningThreads: 1, hashesPerSecond: 1_000, newestBlock: headAgeMs === null ? null : { height: headHeight, timeMs: NOW - headAgeMs, nextWork: work }, ...change,
});
const stateOf = (...nodes: NodeFacts[]) => chainStatus({ wish: 'running', failed: false, creating: false, nodes, heartbeatMs: 0, pace: { spacingMs: SPACING_MS, finalDepth: FINAL_DEPTH }, nowMs: NOW });

it.each<[string, NodeFacts[], string, RegExp]>([
  ['blocks come and become final', [node({})], 'running', /^1 of 1 nodes run, 1 of them mine; block 100 is final\.$/],
  ['one of two is gone', [node({}), node({ state: 'failed', miningThreads: null, hashesPerSecond: null })], 'degraded', /^1 of 2 nodes run/],
  ['a block may take ten times its spacing', [node({}, 100_000)], 'running', /./],
  ['none came for sixteen spacings at full rate', [node({}, 160_000)], 'stalled', /^1 of 1 nodes mine, but no block came for 3 minutes; one takes about 10 seconds at the rate at which they compute\.$/],
  ['none came, but a tenth of the rate is left', [node({}, 600_000, 100_000)], 'degraded', /no block came for 10 minutes; one takes about 100 seconds/],
  ['nor in fifteen times what it takes then', [node({}, 1_600_000, 100_000)], 'stalled', /no block came for 27 minutes; one takes about 100 seconds/],
  ['two have twice the rate', [node({}, 800_000, 100_000), node({}, 800_000, 100_000)], 'stalled', /^2 of 2 nodes mine.*one takes about 50 s/],
  ['the newest block that any has counts', [node({}, 800_000, 10_000, 105), node({}, 5_000)], 'running', /./],
  ['it began a moment ago', [node({ startedAtMs: NOW - 30_000, hashesPerSecond: 0 }, 86_400_000)], 'running', /./],
  ['nothing is computed', [node({ hashesPerSecond: 0 }, 160_000)], 'stalled', /one takes about 10 s/],
  ['blocks come, the work on the last final one does not suffice yet', [node({ finalTimeMs: NOW - 3_600_000 }, 5_000, 10_000, 400)], 'degraded', /blocks come, but nothing became final for 1 hour: the 300 blocks since have taken less work than that asks for\.$/],
  ['blocks come, and more than ever bury one', [node({ finalTimeMs: NOW - 260_000_000 }, 5_000, 10_000, 2_149)], 'stalled', /nothing became final for 3 days\.$/],
  ['nodes that do not tell of their newest block', [node({ finalTimeMs: NOW - 600_000 }, null)], 'stalled', /nothing became final for 10 minutes\.$/],
  ['nobody mines', [node({ miningThreads: 0 })], 'stalled', /none mines/],
])('%s', (_, nodes, state, reason) => {
  const status = stateOf(...nodes);
  expect([status.state, status.reason.en]).toEqual([state, expect.stringMatching(reason)]);
  expect(status.reason.zh).toMatch(/[\u4e00-\u9fff]/);
});
