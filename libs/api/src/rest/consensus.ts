import type { JsonObject, Words } from '../json';
import type { PolicyView } from '../node-rpc';

/**
 *   GET    /chains/:chainId/consensus                     → ConsensusInForce
 *
 * How records become final on a chain, and how its validators decide: as a node tells it now, for both can be changed by vote. Where work decides nothing changes.
 */
export interface ConsensusInForce {
  /** Of the final block this was read at; null: as the chain was founded, for ever. */
  readonly height: number | null;
  /** By the names that the chain has: those of `set-consensus`, and `engine`, or those of the module `open-competition`. */
  readonly parameters: JsonObject;
  /** Null: nobody votes. */
  readonly policy: PolicyView | null;
  /** All of it, as people call it. */
  readonly told: readonly { readonly name: Words; readonly value: Words }[];
}
