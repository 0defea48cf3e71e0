import { Failure } from '../failure';
import type { StepKind } from '../plan/plan';
import type { LocalNode } from '../runtimes/runtime';
import { changesBetween } from '../sync/observed-changes';
import { wishFor } from '../testing/wishes';
import { observe, stateOf, type Sight } from './observe';

const wish = wishFor({ nodeKey: 'a'.repeat(64), votingKey: 'b'.repeat(64) }, { nodeId: 'n1', generation: 4 });
const spec = { nodeId: 'n1', chainId: wish.chainId, nodeKey: wish.nodeKey, softwareVersion: '0.1.0', limits: wish.limits, port: 1, address: 'h:1' };
const local = (change: Partial<LocalNode> = {}): LocalNode => ({ nodeId: 'n1', spec, volume: true, life: 'none', restarts: 0, ...change });
const failure = new Failure('DISK_FULL', 'full');

describe('the state of a node', () => {
  it.each<[string, LocalNode | undefined, StepKind | undefined, Failure | undefined, string]>([
    ['nothing there', undefined, undefined, undefined, 'absent'],
    ['only a volume', local({ spec: undefined }), undefined, undefined, 'absent'],
    ['prepared', local(), undefined, undefined, 'stopped'],
    ['alive', local({ life: 'starting' }), undefined, undefined, 'starting'],
    ['serving', local({ life: 'running' }), undefined, undefined, 'running'],
    ['serving though a step failed', local({ life: 'running' }), undefined, failure, 'running'],
    ['not alive and a step failed', local(), undefined, failure, 'failed'],
    ['being prepared', undefined, 'prepare', undefined, 'preparing'],
    ['being started', local(), 'start', failure, 'starting'],
    ['getting peers', local({ life: 'running' }), 'peers', undefined, 'running'],
    ['being stopped', local({ life: 'running' }), 'stop', undefined, 'stopping'],
    ['losing its keys', local(), 'destroy-keys', undefined, 'removing'],
    ['being removed', local(), 'remove', undefined, 'removing'],
  ])('%s', (_name, node, doing, problem, state) => expect(stateOf(node, doing, problem)).toBe(state));
});

describe('what is reported', () => {
  const sight = (change: Partial<Sight> = {}): Sight => ({
    desired: { incarnation: 'i', revision: 1, nodes: [wish], refused: [] },
    locals: new Map([['n1', local({ life: 'running', ref: '77', startedAtMs: 5 })]]),
    workOf: () => ({ tries: 0, retryAtMs: 0, generation: 4 }),
    statusOf: () => undefined,
    nowMs: 9,
    ...change,
  });

  it('is what was seen, about the wish it was seen under', () => {
    expect(observe(sight())).toEqual([{ nodeId: 'n1', chainId: wish.chainId, state: 'running', generation: 4, nodeKey: wish.nodeKey, address: 'h:1', runtimeRef: '77', startedAtMs: 5, restarts: 0, observedAtMs: 9 }]);
  });

  it('holds nodes nobody wishes for, and wishes that were refused', () => {
    const refused = [{ nodeId: 'bad', chainId: '', generation: 2, detail: 'wish is unknown' }];
    const seen = observe(sight({ desired: { incarnation: 'i', revision: 1, nodes: [], refused } }));
    expect(seen).toEqual([
      expect.objectContaining({ nodeId: 'bad', state: 'failed', problem: { code: 'INVALID_WISH', detail: 'The wish cannot be used: wish is unknown.' } }),
      expect.objectContaining({ nodeId: 'n1', state: 'running', generation: 0, chainId: wish.chainId }),
    ]);
  });

  it('changes when anything but time and memory changed, and tells once of what vanished', () => {
    const status = { headHeight: 1, finalHeight: 1, finalBlockId: 'b', finalTimeMs: 1, peersConnected: 3, peersKnown: 3, rssBytes: 1, syncing: false };
    const before = observe(sight({ statusOf: () => status }));
    expect(changesBetween(before, observe(sight({ nowMs: 99, statusOf: () => ({ ...status, rssBytes: 7 }) })))).toEqual([]);
    expect(changesBetween(before, observe(sight({ statusOf: () => ({ ...status, finalHeight: 2 }) })))).toHaveLength(1);
    expect(changesBetween(before, [])).toEqual([expect.objectContaining({ nodeId: 'n1', state: 'absent' })]);
    expect(changesBetween([], [])).toEqual([]);
  });
});
