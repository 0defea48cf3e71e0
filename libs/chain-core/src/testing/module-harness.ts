import { perform, performAtOnce, type RehearsalReport } from '../execution';
import type { Json } from '../primitives/json';
import type { SealedTransaction } from '../protocol/transaction';
import { founding, HarnessChain, type CallOptions, type HarnessOptions, type Recorded } from './harness-chain';

export { callOf, type CallOptions, type HarnessOptions, type Recorded } from './harness-chain';

/**
 * Runs modules on a real chain state, one block a step: transactions are signed, checked as for admission, put into a block and executed
 * as a proposer does, and the block is executed again as a voter does. Nothing is simulated but time, which only moves when told.
 */
export class ModuleHarness extends HarnessChain {
  constructor(options: HarnessOptions) {
    super(performAtOnce(founding(options)));
  }

  /** Records one call in a block of its own. */
  call(options: CallOptions): Recorded {
    return this.block([this.transaction([options])])[0]!;
  }

  /** The refusal that admission gives, or undefined. Nothing is recorded. */
  check(options: CallOptions): string | undefined {
    return performAtOnce(this.checking(options));
  }

  /** As check. @throws Refusal, with its facts */
  admit(options: CallOptions): void {
    performAtOnce(this.admitting(options));
  }

  /**
   * One block of these transactions (empty: only hooks run). A call that refuses is a recorded outcome; what must not be in a block at all
   * (a policy's refusal, say) comes back as not accepted, with its code.
   */
  block(transactions: readonly SealedTransaction[]): readonly Recorded[] {
    return performAtOnce(this.blocking(transactions));
  }

  /** What changes of modules would do, tried out to the end. @param asked as the payload of propose-change */
  rehearse(asked: Json): RehearsalReport {
    const rehearsal = this.rehearsal(asked);
    while (rehearsal.step() === true);
    return rehearsal.report;
  }

  /** @param set of modules, by which the answer is given; those in force if not given */
  query(module: string, query: string, args?: Json, set?: number): Json {
    return performAtOnce(this.asking(module, query, args, set));
  }
}

/** A harness, whose answers are waited for where they have to be. */
export type AnyHarness = ModuleHarness | WaitingHarness;

/** The same for chains whose modules may have to be waited for. */
export class WaitingHarness extends HarnessChain {
  static async begin(options: HarnessOptions): Promise<WaitingHarness> {
    return new WaitingHarness(await perform(founding(options)));
  }

  async call(options: CallOptions): Promise<Recorded> {
    return (await this.block([this.transaction([options])]))[0]!;
  }

  async check(options: CallOptions): Promise<string | undefined> {
    return perform(this.checking(options));
  }

  async admit(options: CallOptions): Promise<void> {
    return perform(this.admitting(options));
  }

  async block(transactions: readonly SealedTransaction[]): Promise<readonly Recorded[]> {
    return perform(this.blocking(transactions));
  }

  async query(module: string, query: string, args?: Json, set?: number): Promise<Json> {
    return perform(this.asking(module, query, args, set));
  }
}
