/** Facts that go with a refusal. Plain data: they are encoded into receipts and shown to people. */
export type RefusalFacts = Readonly<Record<string, string | number | boolean>>;

/**
 * The caller is wrong. A refusal is the only thing thrown inside chain-core or a module that may become a transaction's
 * outcome; anything else thrown is a bug and is handled as one.
 */
export class Refusal extends Error {
  constructor(
    /** Stable, UPPER_SNAKE code; never reused for another meaning. */
    readonly code: string,
    readonly facts: RefusalFacts = {},
  ) {
    // Where it was thrown tells nobody anything, and to take that down costs more than most of what is refused.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(code);
    Error.stackTraceLimit = stackTraceLimit;
    this.name = 'Refusal';
  }
}

/** Refuses what the caller asked for. */
export function refuse(code: string, facts?: RefusalFacts): never {
  throw new Refusal(code, facts);
}

/** We are wrong: stops the process rather than go on from a state that cannot be. */
export function invariant(holds: unknown, what: string): asserts holds {
  if (!holds) throw new InvariantBroken(what);
}

export class InvariantBroken extends Error {
  constructor(what: string) {
    super(`impossible: ${what}`);
    this.name = 'InvariantBroken';
  }
}
