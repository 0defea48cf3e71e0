import type { SimMiner, Surroundings } from './surroundings';

/**
 * What honest nodes have together lies with those of them that run. The chain's promise is about the share of hash rate that doubles have; with all but one honest node
 * away, a fifth would become a half.
 */
export function searchesPerMs(node: SimMiner, world: Surroundings): number {
  if (!world.isHonest(node.index)) return node.hashesPerMs;
  const running = rateOf(world.honest.filter(({ isRunning }) => isRunning));
  return running === 0 ? 0 : Math.floor((node.hashesPerMs * rateOf(world.honest)) / running);
}

function rateOf(miners: readonly SimMiner[]): number {
  return miners.reduce((sum, { hashesPerMs }) => sum + hashesPerMs, 0);
}
