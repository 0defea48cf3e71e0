import type { Committee } from '../../../protocol/vote';
import type { SimNode } from '../sim-node';
import type { Habits } from '../sim-node-options';
import type { Participant, World } from '../world';

/** A seat that does not keep to the protocol. It has its own key and nobody else's. */
export interface Byzantine extends Participant {
  start(): void;
}

export interface ByzantineParts {
  readonly world: World;
  readonly seat: number;
  readonly chainId: Uint8Array;
  readonly committee: Committee;
  /** An honest node on this seat, to build the misbehaviour around; `salt` makes its blocks differ from its twin's. */
  readonly makeNode: (salt: number, reaches: (seat: number) => boolean, habits?: Habits) => SimNode;
}

export type ByzantineFactory = (parts: ByzantineParts) => Byzantine;
