import type { KeyPair } from '../crypto/sign';
import type { Bytes } from '../primitives/bytes';
import type { ChainNodeOptions, ChainNodeParts } from './chain-node-options';
import { CommitteePart } from './committee-part';
import { Competing } from './competing';
import type { PartParts, TakingPart } from './taking-part';

export interface TakePartParts extends PartParts {
  readonly onSnapshotReady: ChainNodeParts['onSnapshotReady'];
  readonly onForgetting: ChainNodeParts['onForgetting'];
}

/** A node's part in its chain, of the kind that genesis says. @param keys the node's own @throws Refusal WRONG_KEY {field} */
export function takePart(options: ChainNodeOptions, keys: KeyPair, { onForgetting, ...parts }: TakePartParts): TakingPart {
  const { consensus } = parts.genesis;
  const { dataDir, keepBlocks, seenBefore } = options;
  return consensus.engine === 'pow'
    ? new Competing({ parameters: consensus, dataDir, keepBlocks }, { ...parts, onForgetting: () => onForgetting?.() })
    : new CommitteePart({ parameters: consensus, keys, votingSeeds: votingSeedsOf(options), dataDir, keepBlocks, seenBefore }, parts);
}

function votingSeedsOf({ votingSeed, nextVotingSeeds }: ChainNodeOptions): readonly Bytes[] {
  return [...(votingSeed === undefined ? [] : [votingSeed]), ...(nextVotingSeeds ?? [])];
}
