import type { PowParameters } from '../protocol/genesis';
import type { PartParts } from './taking-part';

export interface CompetingOptions {
  readonly parameters: PowParameters;
  /** The node's data folder, where the wanted number of threads is kept. */
  readonly dataDir: string;
  /** See ChainNodeOptions. */
  readonly keepBlocks: number | undefined;
}

export interface CompetingParts extends PartParts {
  /** See ChainNodeParts. */
  readonly onSnapshotReady: ((height: number) => void) | undefined;
  /** See ChainNodeParts. */
  onForgetting(): void;
}
