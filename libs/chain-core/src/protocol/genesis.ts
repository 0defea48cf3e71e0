import type { JsonObject } from '../primitives/json';

export type { Json, JsonObject } from '../primitives/json';

/**
 * The genesis document: canonical JSON (RFC 8785). Its hash is the chain id. Keys and hashes are lower-case hex. Everything here is a
 * chain parameter, the same on every machine; what may differ between machines is a process setting of the node instead.
 */
export interface GenesisDocument {
  readonly format: 'bystack-genesis/1';
  readonly name: string;
  readonly createdAtMs: number;
  readonly protocolVersion: number;
  /** Where the blueprint came from; informative. */
  readonly template: { readonly name: string; readonly version: string };
  readonly consensus: ConsensusParameters;
  readonly seats: readonly GenesisSeat[];
  /** In the order they run. */
  readonly modules: readonly ModuleChoice[];
  readonly assets: 'enabled' | 'disabled';
  readonly limits: ChainLimits;
  readonly governance: GovernancePolicy;
}

export type ConsensusParameters = BftParameters;

export interface BftParameters {
  readonly engine: 'bft';
  readonly certificates: 'ed25519';
  readonly topology: { readonly kind: 'mesh' };
  readonly viewTimerMs: number;
  readonly viewTimerMsMax: number;
  readonly heartbeatMs: number;
}

export interface GenesisSeat {
  /** Id of the organisation that holds the seat, as its control plane names it. */
  readonly organisation: string;
  readonly label: string;
  readonly role: 'validator' | 'member' | 'observer' | 'regulator';
  /** TLS identity of the seat's node. */
  readonly nodeKey: string;
  /** Ed25519 voting key; validators only. */
  readonly votingKey?: string;
  /** Signature by the voting key over (tag, node key): binds the two. Validators only. */
  readonly proofOfPossession?: string;
}

export interface ModuleChoice {
  readonly name: string;
  readonly version: string;
  readonly params: JsonObject;
}

export interface ChainLimits {
  readonly blockBytesMax: number;
  readonly blockTransactionsMax: number;
  readonly transactionBytesMax: number;
}

export interface GovernancePolicy {
  /** Share of validator seats that must approve a change, in percent. */
  readonly approvalPercent: number;
}
