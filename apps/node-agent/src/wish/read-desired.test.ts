import { LIMITS } from '../limits';
import { wishFor } from '../testing/wishes';
import { MalformedDesired, readDesired } from './read-desired';

const good = wishFor({ nodeKey: 'a'.repeat(64), votingKey: 'b'.repeat(64) }, { nodeId: 'n1' });
const message = (nodes: readonly unknown[], change: object = {}) => ({ kind: 'desired', incarnation: 'i', revision: 1, auditHead: { sequence: 3, hash: 'c'.repeat(64) }, nodes, ...change });

describe('a desired state from outside', () => {
  it('is taken as it is when it is in order', () => {
    expect(readDesired(message([good]))).toEqual({ incarnation: 'i', revision: 1, auditHead: { sequence: 3, hash: 'c'.repeat(64) }, nodes: [good], refused: [] });
  });

  it.each([null, undefined, 7, 'x', [], {}, message([], { revision: -1 }), message([], { revision: 1.5 }), message([], { incarnation: '' }), message([], { nodes: null }), message([], { nodes: {} })])(
    'is refused whole when its frame is wrong: %j',
    (bad) => expect(() => readDesired(bad)).toThrow(MalformedDesired),
  );

  it('is refused whole when the list is huge', () => {
    expect(() => readDesired(message(Array.from({ length: LIMITS.nodesPerMessageMax + 1 }, (_, i) => ({ ...good, nodeId: `n${i}` }))))).toThrow(MalformedDesired);
  });

  it('copies nothing that is not in the vocabulary', () => {
    const hostile = { ...good, image: 'evil', mounts: ['/:/host'], privileged: true, env: { LD_PRELOAD: 'x' }, limits: { ...good.limits, capAdd: ['ALL'] }, peers: [{ nodeKey: 'a'.repeat(64), address: 'h:1', volume: '/' }] };
    const text = JSON.stringify(readDesired(message([hostile])).nodes);
    for (const word of ['evil', 'mounts', 'privileged', 'LD_PRELOAD', 'capAdd', 'volume:']) expect(text).not.toContain(word);
  });

  it.each(['../../etc', 'a/b', '.', '..', '', 'a\0b', '-rf', 'a'.repeat(65), 7, null, { toString: () => 'x' }])('never lets a node id leave its folder: %j', (nodeId) => {
    const { nodes, refused } = readDesired(message([{ ...good, nodeId }]));
    expect([nodes, refused]).toEqual([[], []]);
  });

  it.each([
    ['chainId', '../..'],
    ['chainId', 'A'.repeat(64)],
    ['nodeKey', '../key'],
    ['votingKey', null],
    ['wish', 'exec'],
    ['softwareVersion', 7],
    ['genesis', null],
    ['genesis', 'A'.repeat(6 << 20)],
    ['generation', -1],
    ['limits', null],
    ['limits', { memoryBytes: 'all', cpuShare: 1, pids: 1 }],
    ['limits', { memoryBytes: Number.NaN, cpuShare: 1, pids: 1 }],
    ['keepBlocks', 999],
    ['keepBlocks', '1000'],
    ['keepBlocks', null],
    ['peers', [{ nodeKey: 'a'.repeat(64), address: 'no port' }]],
    ['peers', [{ nodeKey: 'a'.repeat(64), address: 'h:1\nx' }]],
    ['peers', Array.from({ length: 1001 }, () => ({ nodeKey: 'a'.repeat(64), address: 'h:1' }))],
  ])('refuses one bad wish and says so, and keeps the others: %s', (field, value) => {
    const { nodes, refused } = readDesired(message([{ ...good, [field]: value }, { ...good, nodeId: 'n2' }, null, 'x']));
    expect(nodes.map((node) => node.nodeId)).toEqual(['n2']);
    expect(refused).toEqual([expect.objectContaining({ nodeId: 'n1' })]);
  });

  it('takes over how many blocks a pruned node keeps', () => {
    const { nodes, refused } = readDesired(message([{ ...good, keepBlocks: 1_000 }]));
    expect([nodes, refused]).toEqual([[{ ...good, keepBlocks: 1_000 }], []]);
  });

  it.each([[true, { joins: true }], [false, {}], ['yes', {}]])('takes over that a node joins: %j', (joins, kept) => {
    expect(readDesired(message([{ ...good, joins }])).nodes).toEqual([{ ...good, ...kept }]);
  });

  it('takes the first of two wishes for one node', () => {
    const { nodes, refused } = readDesired(message([good, { ...good, wish: 'absent', removeVolume: true }]));
    expect(nodes).toEqual([good]);
    expect(refused).toEqual([]);
  });

  it('brings limits inside what the host bears', () => {
    const { nodes } = readDesired(message([{ ...good, limits: { memoryBytes: 1e18, cpuShare: 0, pids: 1e9 } }]));
    expect(nodes[0]?.limits).toEqual({ memoryBytes: LIMITS.nodeMemoryBytes.most, cpuShare: LIMITS.nodeCpuShare.least, pids: LIMITS.nodePids.most });
  });

  it('removes a volume only when told so plainly', () => {
    expect(readDesired(message([{ ...good, wish: 'absent', removeVolume: 'yes' }])).nodes[0]?.removeVolume).toBe(false);
  });
});
