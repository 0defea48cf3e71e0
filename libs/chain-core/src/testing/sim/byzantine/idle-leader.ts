import type { ByzantineFactory } from './byzantine';

/** An honest node in everything but one: it never proposes. */
export const idleLeader: ByzantineFactory = ({ makeNode }) => makeNode(0, () => true, { neverProposes: () => true });
