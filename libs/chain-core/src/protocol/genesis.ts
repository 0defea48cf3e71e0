import type { JsonObject } from '../primitives/json';
import type { CertificateSchemeName } from './certificate-scheme';

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

export type ConsensusParameters = BftParameters | PowParameters;

/**
 * How votes travel. `mesh`: from everybody to everybody. `tree`: the first so many validators are gateways, who pass on what the others vote.
 */
export type TopologyParameters = { readonly kind: 'mesh' } | { readonly kind: 'tree'; readonly gateways: number };

export interface BftParameters {
  readonly engine: 'bft';
  /** How votes are signed and certificates made; docs/adr/0007 says which when. */
  readonly certificates: CertificateSchemeName;
  readonly topology: TopologyParameters;
  readonly viewTimerMs: number;
  readonly viewTimerMsMax: number;
  readonly heartbeatMs: number;
}

/** Proof of work: see consensus/pow/protocol.md. Work is counted in hashes that a block takes on average. */
export interface PowParameters {
  readonly engine: 'pow';
  /** `test` costs nothing: for simulations only. */
  readonly workFunction: 'sha256d' | 'test';
  /** How long a block should take. */
  readonly targetSpacingMs: number;
  /** Work of the first two blocks; from then on it follows the pace. */
  readonly initialWork: number;
  /** No block takes less. */
  readonly leastWork: number;
  /** How slowly work follows the pace: after so many blocks about two thirds of a change are made up for. */
  readonly retargetBlocks: number;
  /** A block from further ahead of a node's own clock waits. */
  readonly futureMsMax: number;
  /** A block is final when so many stand on it, and so many times its own work: protocol/pow/buried.ts. */
  readonly finalDepth: number;
  readonly coinbase: CoinbaseParameters;
}

/** The chain's own asset. Amounts are whole numbers in decimal, as text. */
export interface CoinbaseParameters {
  /** What the miner of block 1 gets; "0": a chain without issuance. */
  readonly reward: string;
  /** The reward halves after so many blocks; 0: never. */
  readonly halvingBlocks: number;
  /** A reward may be spent by the block that many above it. */
  readonly maturityBlocks: number;
  /** What exists from the beginning, and whose it is (Ed25519 keys in hex). */
  readonly allocations: readonly { readonly publicKey: string; readonly amount: string }[];
}

export interface GenesisSeat {
  /** Id of the organisation that holds the seat, as its control plane names it. */
  readonly organisation: string;
  readonly label: string;
  readonly role: 'validator' | 'member' | 'observer' | 'regulator';
  /** TLS identity of the seat's node. */
  readonly nodeKey: string;
  /** Voting key of the scheme in `consensus.certificates`; validators only. */
  readonly votingKey?: string;
  /** Signature by the voting key over (tag, node key; `bls`: voting key): binds the two. Validators only. */
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
  /** Share of validator seats that must have voted, for or against, in percent. Left out, as in older documents: 0. */
  readonly quorumPercent?: number;
  /** What nobody decided on is void after so long. Left out: 14 days. */
  readonly expiryMs?: number;
  /** Blocks at least between the decision and the last block before a change takes effect. Left out: 0. */
  readonly delayBlocks?: number;
}
