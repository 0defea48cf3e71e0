import type { TopologyParameters } from '@bystack/chain-core/protocol/genesis';

/** Up to so many validators, each telling all others what it votes takes the fewest hops and not too many messages. */
const MESH_VALIDATORS_MAX = 16;

/**
 * How votes travel on a new chain. @param gateways what the blueprint says: so many validators, the first of them, pass on what the others vote; 0: none do.
 * Undefined: it is chosen by size; the root of their number keeps the messages of a block in proportion to it.
 */
export function chooseTopology(gateways: number | undefined, validators: number): TopologyParameters {
  const chosen = gateways ?? (validators <= MESH_VALIDATORS_MAX ? 0 : Math.floor(Math.sqrt(validators)));
  return chosen === 0 || chosen >= validators ? { kind: 'mesh' } : { kind: 'tree', gateways: chosen };
}
