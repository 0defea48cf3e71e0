import { chooseNodes } from './choose-nodes';

const node = (nodeId: string, finalHeight: number, syncing = false) => ({ nodeId, hostId: 'h', finalHeight, syncing });
const order = (nodes: ReturnType<typeof node>[], turn: number) =>
  chooseNodes(nodes, turn)
    .map(({ nodeId }) => nodeId)
    .join('');

it('takes fresh nodes in turn and keeps the others to fall over to, freshest first', () => {
  const nodes = [node('a', 100), node('b', 99), node('c', 98), node('d', 97), node('e', 100, true), node('f', 50)];
  expect([0, 1, 2, 3].map((turn) => order(nodes, turn))).toEqual(['abcedf', 'bcaedf', 'cabedf', 'abcedf']);
  expect(order([], 5)).toBe('');
  expect(order([node('a', 0, true)], 7)).toBe('a');
});
