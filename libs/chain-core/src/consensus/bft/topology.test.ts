import { BFT_LIMITS } from './limits';
import { Routes } from './routes';
import { Topology } from './topology';

describe('a topology', () => {
  it.each([[4, 1], [7, 2], [31, 5], [100, 10], [100, 99]])('gives each of %i seats beyond the first %i to one gateway, evenly', (seats, gateways) => {
    const tree = new Topology(seats, { kind: 'tree', gateways });
    const children = Array.from({ length: gateways }, (_, gateway) => tree.childrenOf(gateway));
    expect(children.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: seats - gateways }, (_, i) => gateways + i));
    children.forEach((of, gateway) => of.forEach((child) => expect(tree.gatewayOf(child)).toBe(gateway)));
    const counts = children.map((of) => of.length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });

  it('is a mesh when all are gateways, or when the committee has become smaller than their number', () => {
    expect(new Topology(4, { kind: 'mesh' }).isMesh).toBe(true);
    expect(new Topology(4, { kind: 'tree', gateways: 4 }).isMesh).toBe(true);
    expect(new Topology(4, { kind: 'tree', gateways: 9 }).isMesh).toBe(true);
    expect(new Topology(4).isMesh).toBe(true);
  });
});

describe('routes', () => {
  const tree = new Topology(10, { kind: 'tree', gateways: 3 });

  it('lead a child to the next gateway while its own is avoided, to everybody when all are, and back', () => {
    const routes = new Routes(tree, 4);
    expect(routes.gateway).toBe(1);
    routes.avoid(1, 10);
    expect(routes.choose(10)).toEqual({ before: 1 });
    expect(routes.gateway).toBe(2);
    routes.avoid(2, 20);
    routes.avoid(0, 20);
    routes.choose(20);
    expect(routes.gateway).toBeUndefined();
    expect(routes.upwards).toBe('all');
    expect(routes.choose(9 + BFT_LIMITS.avoidViews)).toBeUndefined();
    expect(routes.choose(10 + BFT_LIMITS.avoidViews)).toEqual({ before: undefined });
    expect(routes.gateway).toBe(1);
    routes.avoid(1, 100);
    routes.choose(100);
    expect(routes.choose(99 + 2 * BFT_LIMITS.avoidViews)?.before).not.toBe(1);
    expect(routes.gateway).not.toBe(1);
    routes.choose(100 + 2 * BFT_LIMITS.avoidViews);
    expect(routes.gateway).toBe(1);
  });

  it('let children change their gateway, and nobody else', () => {
    const routes = new Routes(tree, 1);
    expect([...routes.followers]).toEqual([4, 7]);
    routes.follows(5, 1);
    routes.follows(4, 2);
    routes.follows(7, undefined);
    routes.follows(0, 1);
    routes.follows(-1, 1);
    routes.follows(10, 1);
    expect([...routes.followers]).toEqual([5]);
    expect([...routes.orphans]).toEqual([7]);
    expect(routes.upwards).toEqual([0, 2]);
    const child = new Routes(tree, 5);
    child.follows(6, 5);
    expect(child.followers.size).toBe(0);
  });
});
