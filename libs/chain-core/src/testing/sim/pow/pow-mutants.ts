import { workFault } from '../../../protocol/pow/check-work';
import { targetOfBits, targetOfWork, bitsOfTarget } from '../../../protocol/pow/target';
import type { Mutant } from '../sim-engine';
import { PROMISED } from './promise';
import { type Broken, runPowSeed } from './run-pow-seed';
import { runSplitSeed } from './run-split-seed';
import { SIM_RULES } from './sim-rules';

const planted = (name: string, broken: Broken): Mutant => ({ name, run: (seed) => runPowSeed({ seed }, broken).violations });
const withRules = (name: string, rules: Partial<typeof SIM_RULES>): Mutant => planted(name, { rules: { ...SIM_RULES, ...rules } });

/** Bugs that others had, and that the invariants must notice. */
export const POW_MUTANTS: readonly Mutant[] = [
  withRules('most blocks count instead of most work', { weigh: () => 1n }),
  withRules('times ahead of the clock are accepted', { isEarly: () => false }),
  withRules('the bits of a header are believed', { faultOf: (...given) => (workFault(...given) === 'BITS' ? undefined : workFault(...given)) }),
  withRules('a mutated body condemns the block it came under', { blamesMutated: true }),
  withRules('a block is final when one stands on it', { isBuried: ({ height }, top) => top.height > height }),
  withRules('finality counts blocks only', { isBuried: ({ height }, top, { finalDepth }) => top.height >= height + finalDepth }),
  withRules('a block may be as long as ever, however many are open', { roomFor: (_open, _depth, blockBytesMax) => blockBytesMax }),
  withRules('a block is told before it is kept', { persists: false }),
  planted('a pause makes work as easy as it was long', { rules: { ...SIM_RULES, nextBits: (parameters, pace) => {
    const [window, spacing] = [BigInt(parameters.retargetBlocks * parameters.targetSpacingMs), BigInt(parameters.targetSpacingMs)];
    if (pace.height < 2) return SIM_RULES.nextBits(parameters, pace);
    const target = (targetOfBits(pace.bits) * (window - spacing + BigInt(pace.timeMs - pace.parentTimeMs))) / window;
    return bitsOfTarget(target < targetOfWork(parameters.leastWork) ? target : targetOfWork(parameters.leastWork));
  } } }),
  planted('transactions leave the mempool when the head has them', { habits: { forgetsAtHead: true } }),
  planted('a reward can be spent in the next block', { parameters: { coinbase: { ...PROMISED.coinbase, maturityBlocks: 1 } } }),
  planted('rewards never halve', { parameters: { coinbase: { ...PROMISED.coinbase, halvingBlocks: 0 } } }),
];

export const SPLIT_MUTANTS: readonly Mutant[] = [
  { name: 'who follows the others keeps the blocks that only it had', run: async (seed) => (await runSplitSeed({ seed }, { habits: { forgetsNothing: true } })).violations },
];
