import type { Hash } from '../primitives/bytes';
import { toHex } from '../primitives/bytes';
import { MachineFailed } from '../primitives/machine-failed';
import { Refusal, type RefusalFacts } from '../primitives/refusal';
import type { ProtocolRange } from '../protocol/protocol-versions';

/** A block that breaks the rules: whoever proposed it is wrong, and nobody votes for it. */
export class BlockInvalid extends Error {
  constructor(
    readonly code: string,
    readonly facts: RefusalFacts = {},
  ) {
    super(`${code} ${JSON.stringify(facts)}`);
    this.name = 'BlockInvalid';
  }
}

/**
 * Something other than a refusal was thrown while executing: a bug, or this machine ran out of something. It says nothing about the
 * transaction that all machines would agree on. A proposer leaves the transaction out, a voter does not vote, and only a node that meets
 * it in a final block stops.
 */
export class ExecutionFault extends Error {
  constructor(
    /** The transaction that was being executed; undefined in an end-of-block hook. */
    readonly txId: Hash | undefined,
    override readonly cause: unknown,
    /** Which of its calls, if it was one. */
    readonly callIndex?: number,
  ) {
    super(`${txId ? `transaction ${toHex(txId)}` : 'end of block'}: ${cause instanceof Error ? cause.message : String(cause)}`);
    this.name = 'ExecutionFault';
  }
}

/** What is to be thrown for what was thrown: refusals as they are, and what stops the node; anything else becomes a fault of this software over the transaction. */
export function asFault(txId: Hash | undefined, error: unknown, callIndex?: number): unknown {
  if (error instanceof MachineFailed || error instanceof ExecutionFault) return error;
  // A refusal outside a transaction has nobody to tell it to: it is a bug of the hook.
  return txId !== undefined && error instanceof Refusal ? error : new ExecutionFault(txId, error, callIndex);
}

/** The chain goes on with something that this software lacks: the node must not go on, for every other would come to another state. */
export class SoftwareTooOld extends MachineFailed {}

/** The chain has changed its modules, or is about to, and this software lacks one. */
export class ModuleMissing extends SoftwareTooOld {
  constructor(
    readonly module: string,
    readonly version: string,
  ) {
    super(`the chain goes on with the module ${module} ${version}, which this software does not have: install a version that has it, and start the node again`);
    this.name = 'ModuleMissing';
  }
}

/** The chain has come to a block that is made by a version of the protocol which this software does not run. */
export class ProtocolMissing extends SoftwareTooOld {
  constructor(
    readonly version: number,
    /** Of the first block that is made by it. */
    readonly firstHeight: number,
    { min, max }: ProtocolRange,
  ) {
    super(`from block ${firstHeight} on the chain goes by protocol version ${version}, and this software runs ${min === max ? `version ${max} only` : `versions ${min} to ${max}`}: install a version that runs it, and start the node again`);
    this.name = 'ProtocolMissing';
  }
}
