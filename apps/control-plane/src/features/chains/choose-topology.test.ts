import { chooseTopology } from './choose-topology';

test.each([
  [undefined, 1, { kind: 'mesh' }],
  [undefined, 16, { kind: 'mesh' }],
  [undefined, 17, { kind: 'tree', gateways: 4 }],
  [undefined, 100, { kind: 'tree', gateways: 10 }],
  [0, 100, { kind: 'mesh' }],
  [1, 4, { kind: 'tree', gateways: 1 }],
  [3, 4, { kind: 'tree', gateways: 3 }],
  [4, 4, { kind: 'mesh' }],
  [9, 4, { kind: 'mesh' }],
] as const)('%p gateways of %i validators', (gateways, validators, topology) => {
  expect(chooseTopology(gateways, validators)).toEqual(topology);
});
