import type { Network } from '../network';

/** In words, when two processes use one node key, whichever side of it this node is on. */
export function twinTrouble(network: Pick<Network, 'refusedBy' | 'twins'>): string | undefined {
  const refusing = network.refusedBy().length;
  if (refusing > 0) return `Another process runs with the keys of this node: ${refusing} of its peers talk to that one and refuse this one. Stop one of the two and see to it that it does not start again.`;
  const [twin, ...more] = network.twins();
  if (twin === undefined) return undefined;
  const others = more.length === 0 ? '' : ` (and of ${more.length} more)`;
  return `Two processes run with the keys of node ${twin}${others}: the second one is refused here. Its organisation must stop one of the two.`;
}
