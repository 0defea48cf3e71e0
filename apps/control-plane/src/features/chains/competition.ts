import type { JsonObject, Template } from '@bystack/api';
import type { ChainLimits, CoinbaseParameters, ConsensusParameters, PowParameters } from '@bystack/chain-core/protocol/genesis';
import { LIMITS } from '@bystack/chain-core/protocol/limits';

type Chosen = Omit<PowParameters, 'engine' | 'workFunction' | 'futureMsMax' | 'coinbase'> & CoinbaseParameters;
/** How far ahead of a node's clock a block may be, at most; less where blocks come quickly (see consensus/pow/protocol.md, "Time"). */
const FUTURE_MS = { least: 1_000, most: 120_000 };

/** Consensus of an open competition out of the slot's parameters, which are complete. */
export function competitionOf(params: JsonObject): PowParameters {
  const { reward, halvingBlocks, maturityBlocks, allocations, ...pace } = params as unknown as Chosen;
  const futureMsMax = Math.max(FUTURE_MS.least, Math.min(FUTURE_MS.most, Math.floor((pace.targetSpacingMs * pace.retargetBlocks) / 2)));
  return { engine: 'pow', workFunction: 'sha256d', ...pace, futureMsMax, coinbase: { reward, halvingBlocks, maturityBlocks, allocations } };
}

/** The template's limits; where blocks are held in memory until they lie deep enough, no larger than there is room for so many. */
export function limitsOf({ limits }: Template, consensus: ConsensusParameters): ChainLimits {
  if (consensus.engine !== 'pow') return limits;
  return { ...limits, blockBytesMax: Math.min(limits.blockBytesMax, Math.floor(LIMITS.unfinalBytesMax / consensus.finalDepth)) };
}
