/**
 * This machine cannot go on (its disk, for one), whatever it was doing at the time. Nothing and nobody is to blame for it but the machine: it
 * never becomes an outcome, nor a fault of the transaction or block at hand. It stops the node.
 */
export abstract class MachineFailed extends Error {}
