import type { Words } from '../json';
import type { SlotChoice, SlotName } from '../templates';
import type { Operation } from './operations';

export interface CreateChain {
  readonly name: string;
  readonly template: string;
  readonly validators?: number;
  /** Overrides of the template's choices. */
  readonly slots?: Readonly<Partial<Record<SlotName, Partial<SlotChoice>>>>;
  /** Restrict placement to these hosts. */
  readonly hostIds?: readonly string[];
  /** Its nodes are pruned: each keeps the transactions of so many newest blocks (1,000 at least). Left out: they are archive nodes, which keep everything. */
  readonly keepBlocks?: number;
  /** Whether members may issue assets and hand them to each other. Left out: as the template says. It cannot be changed later. */
  readonly assets?: 'enabled' | 'disabled';
}
export interface CreatedChain {
  readonly chain: ChainView;
  readonly operation: Operation;
  /** Said, not enforced: `NOT_3F_PLUS_1`, a number of validators of which some are worth nothing; `PARAMETERS_UNWISE`, what a module thinks of the parameters at `field`. */
  readonly warnings: readonly { readonly code: string; readonly words: Words; readonly field?: string }[];
}
/** What a request would make, without making it. Where a part of it is not decided yet, the rest is judged: without `name` everything else. */
export type PlanChain = Omit<CreateChain, 'name'> & Partial<Pick<CreateChain, 'name'>>;
export interface ChainOutlook {
  /** Complete: with the parameters of every module. */
  readonly blueprint: Blueprint;
  readonly warnings: CreatedChain['warnings'];
}
export interface DeleteChain {
  readonly confirmName: string;
}

export type ChainState = 'creating' | 'running' | 'degraded' | 'stalled' | 'stopping' | 'stopped' | 'starting' | 'deleting' | 'failed' | 'unknown';

export interface ChainView {
  readonly chainId: string;
  readonly name: string;
  readonly template: { readonly name: string; readonly version: string; readonly title: Words };
  readonly createdAtMs: number;
  /** Computed from wishes and from what agents observed; `stateReason` says it in words with figures. */
  readonly state: ChainState;
  readonly stateReason: Words;
  readonly validators: number;
  readonly nodesRunning: number;
  readonly faultsTolerated: number;
  /** Nobody votes: whoever does the work adds blocks. null: a committee decides. */
  readonly competition: { readonly finalDepth: number; readonly targetSpacingMs: number; readonly nodesMining: number; readonly hashesPerSecond: number } | null;
  /** Validators that are heard of and have less than they were seen with, or are prepared to start again: see recovery.ts. */
  readonly validatorsForgot: number;
  readonly finalHeight: number | null;
  readonly finalTimeMs: number | null;
  /** In lists `params` are left empty: they may be whole rule books. */
  readonly slots: Readonly<Record<SlotName, SlotChoice & { readonly title: Words; readonly summary: Words }>>;
  readonly signerPublicKey: string;
  readonly assets: 'enabled' | 'disabled';
  readonly operationId: string | null;
}

export interface Blueprint {
  readonly format: 'bystack-blueprint/1';
  readonly name: string;
  readonly template: { readonly name: string; readonly version: string };
  readonly slots: Readonly<Record<SlotName, SlotChoice>>;
  readonly validators: number;
  /** Left out in those of before: as the template says. */
  readonly assets?: 'enabled' | 'disabled';
}
