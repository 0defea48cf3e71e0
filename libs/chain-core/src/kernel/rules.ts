import type { ReadView, WriteBatch } from '../module/definition/stores';
import { EMPTY } from '../primitives/bytes';
import type { GenesisDocument } from '../protocol/genesis';
import { getJson, putJson } from './stores';

/** How validators decide. One seat, one vote. */
export interface VotingPolicy {
  /** Share of all validators that must approve, in percent, rounded up; at least one must. */
  readonly approvalPercent: number;
  /** Share of all validators that must have voted, for or against, rounded up. */
  readonly quorumPercent: number;
  /** What nobody decided on is void after so long. */
  readonly expiryMs: number;
  /** At least so many blocks lie between the approval that decides and the last block before a change takes effect. */
  readonly delayBlocks: number;
}

/** What a chain goes by besides its seats and modules. Nothing is stored before its first change of rules is approved: what genesis says holds. */
export interface ChainRules {
  /** Protocol versions by the height of their first block, oldest first; the last one is in force. */
  readonly protocols: readonly { readonly version: number; readonly firstHeight: number }[];
  /** How validators decide, once that was changed. */
  readonly policy?: VotingPolicy;
  /** The change that is approved and takes effect after that block; there is one at most. */
  readonly due?: DueRule;
}
export interface DueRule {
  readonly change: number;
  readonly lastHeight: number;
  /** If it is a protocol version: which. */
  readonly version?: number;
}

export function readRules(state: ReadView, genesis: GenesisDocument): ChainRules {
  return getJson<ChainRules>(state, 'rules', EMPTY) ?? { protocols: [{ version: genesis.protocolVersion, firstHeight: 0 }] };
}

export function writeRules(state: WriteBatch, rules: ChainRules): void {
  putJson(state, 'rules', EMPTY, rules);
}

/** Of the blocks that follow. */
export function versionInForce({ protocols }: ChainRules): number {
  return protocols.at(-1)!.version;
}
