import type { DesiredNode } from '@bystack/api';
import type { LocalNode } from '../runtimes/runtime';
import { wishFor } from '../testing/wishes';
import type { NodeSpec } from '../wish/node-spec';
import { planNode, type NodeView } from './plan';

const wish = wishFor({ nodeKey: 'a'.repeat(64), votingKey: 'b'.repeat(64) });
const { nodeId, chainId, nodeKey, softwareVersion, limits } = wish;
const wanted: NodeSpec = { nodeId, chainId, nodeKey, softwareVersion, limits, port: 31000, address: '127.0.0.1:31000' };
const local = (change: Partial<LocalNode> = {}): LocalNode => ({ nodeId, spec: wanted, volume: true, life: 'none', restarts: 0, ...change });
const view = (change: Partial<NodeView> = {}): NodeView => ({ wish, wanted, local: local(), peersCurrent: true, keysHere: true, ...change });
const asks = (change: Partial<DesiredNode>): DesiredNode => ({ ...wish, ...change });
const kinds = (change: Partial<NodeView>) => planNode(view(change)).map((step) => step.kind);

describe('what must be done for one node', () => {
  const halfMade = local({ spec: undefined });
  const outdated = { ...wanted, softwareVersion: '0.0.9' };
  const rows: readonly [string, Partial<NodeView>, readonly string[]][] = [
    ['nothing there, wished running', { local: undefined }, ['prepare', 'start']],
    ['half prepared, wished running', { local: halfMade }, ['prepare', 'start']],
    ['prepared, wished running', {}, ['start']],
    ['starting: wait for it', { local: local({ life: 'starting' }) }, ['start']],
    ['running as wished', { local: local({ life: 'running' }) }, []],
    ['running with old peers', { local: local({ life: 'running' }), peersCurrent: false }, ['peers']],
    ['stopped with old peers', { peersCurrent: false }, ['peers', 'start']],
    ['running from an old spec', { local: local({ life: 'running', spec: outdated }) }, ['stop', 'prepare', 'start']],
    ['stopped, old spec', { local: local({ spec: outdated }) }, ['prepare', 'start']],
    ['alive though half prepared', { local: local({ spec: undefined, life: 'running' }) }, ['stop', 'prepare', 'start']],
    ['its keys are unknown: prepare says why', { local: undefined, wanted: undefined }, ['prepare']],
    ['its keys are unknown but it runs: it is not stopped', { local: local({ life: 'running' }), wanted: undefined }, ['prepare']],
    ['nothing there, wished stopped', { local: undefined, wish: asks({ wish: 'stopped' }) }, ['prepare']],
    ['running, wished stopped', { local: local({ life: 'running' }), wish: asks({ wish: 'stopped' }) }, ['stop']],
    ['starting, wished stopped', { local: local({ life: 'starting' }), wish: asks({ wish: 'stopped' }) }, ['stop']],
    ['stopped as wished', { wish: asks({ wish: 'stopped' }) }, []],
    ['running, wished absent, data stays', { local: local({ life: 'running' }), wish: asks({ wish: 'absent' }) }, ['stop', 'remove']],
    ['running, wished absent with its data', { local: local({ life: 'running' }), wish: asks({ wish: 'absent', removeVolume: true }) }, ['stop', 'destroy-keys', 'remove']],
    ['stopped, absent with data, keys already gone', { keysHere: false, wish: asks({ wish: 'absent', removeVolume: true }) }, ['remove']],
    ['only its volume is left, absent', { local: halfMade, wish: asks({ wish: 'absent' }) }, []],
    ['only its volume is left, absent with data', { local: halfMade, keysHere: false, wish: asks({ wish: 'absent', removeVolume: true }) }, ['remove']],
    ['never was here, absent', { local: undefined, wish: asks({ wish: 'absent' }) }, []],
    ['never was here, absent with data: its keys go', { local: undefined, wish: asks({ wish: 'absent', removeVolume: true }) }, ['destroy-keys']],
    ['gone with everything', { local: undefined, keysHere: false, wish: asks({ wish: 'absent', removeVolume: true }) }, []],
  ];

  it.each(rows)('%s', (_name, change, expected) => expect(kinds(change)).toEqual(expected));

  it.each([
    ['chain', { chainId: 'c'.repeat(64) }],
    ['key', { nodeKey: 'd'.repeat(64) }],
  ])('refuses to turn a node into one of another %s, whatever is wished', (_name, change) => {
    for (const word of ['running', 'stopped', 'absent'] as const) {
      expect(() => planNode(view({ wish: asks({ ...change, wish: word, removeVolume: true }), local: local({ life: 'running' }) }))).toThrow('INVALID_WISH');
    }
  });
});
