import type { AuditHead, RuntimeKind, NodeState } from './agent';
import type { Json, JsonObject, Page, Words } from './json';
import type { BurialView, CompetitionStatus, OutcomeView, TransactionState } from './node-rpc';
import type { SlotChoice, SlotName } from './templates';

/**
 * REST of the control plane, under /api/v1. JSON in and out; problems as application/problem+json; lists as Page; times in ms since 1970 UTC.
 * Every mutation takes `Idempotency-Key` (optional for people's clients, sent always by SDK and console) and answers either at once or with an Operation (202).
 *
 *   POST   /setup                       SetupRequest → SignedIn                 one-time link of the first start
 *   GET    /setup                       → SetupState
 *   POST   /auth/sign-in                SignInRequest → SignedIn (+ cookie)     POST /auth/sign-out
 *   GET    /auth/me                     → Me
 *   POST   /auth/password               PasswordChange → 204: other sessions of the person end
 *   POST   /auth/password/reset         PasswordReset → SignedIn (+ cookie)     with a one-time link
 *   GET    /api-keys  POST /api-keys    CreateApiKey → ApiKeyCreated            DELETE /api-keys/:id
 *   GET    /badge-authorities  POST /badge-authorities    CreateBadgeAuthority → BadgeAuthorityView
 *   GET    /badges             POST /badge-authorities/:id/badges   IssueBadge → BadgeView (a certificate; chains are told of it by its holder)
 *   GET    /members   POST /members     InviteMember → MemberInvited            DELETE /members/:userId
 *   POST   /members/:userId/role        SetMemberRole → MemberView              POST /members/:userId/link → MemberLink
 *   GET    /hosts  GET /hosts/:id       → HostView                              DELETE /hosts/:id
 *   POST   /hosts/join-tokens           → JoinTokenCreated
 *   GET    /modules                     → Page<ModuleCard>
 *   GET    /templates  GET /templates/:name → Template
 *   GET    /chains     POST /chains     CreateChain → 202 CreatedChain
 *   GET    /chains/:chainId             → ChainView
 *   DELETE /chains/:chainId             DeleteChain → 202 Operation
 *   POST   /chains/:chainId/stop | /start            → 202 Operation
 *   GET    /chains/:chainId/genesis     the exact bytes        GET /chains/:chainId/blueprint → Blueprint
 *   GET    /chains/:chainId/modules     → ChainModulesView (chain-modules.ts): those in force now
 *   GET    /chains/:chainId/nodes       → Page<NodeView>
 *   POST   /chains/:chainId/nodes       AddNode → 202 Operation                 a node without a seat yet; propose one for it (governance.ts)
 *   DELETE /chains/:chainId/nodes/:nodeId → 202 Operation                       refused while it has a seat
 *   POST   /chains/:chainId/nodes/:nodeId/stop | /start        → 202 Operation   body {force?: boolean}
 *   POST   /chains/:chainId/nodes/:nodeId/mining    SetMining → CompetitionStatus    open competition only; 0 threads: it does not mine
 *   GET    /chains/:chainId/nodes/:nodeId/logs?tail=&follow=   server-sent events `line` (text) — plain text when follow is absent
 *   POST   /chains/:chainId/submissions              Submit → SubmissionView     signed with the organisation's key
 *   POST   /chains/:chainId/transactions             {transaction: hex, wait} → SubmissionView   signed by the caller
 *   POST   /chains/:chainId/nodes/:nodeId/rejoin    Rejoin → CompetitionStatus (202)    open competition only, while the node is split from others
 *   GET    /chains/:chainId/receipts/:txId?from=     → Receipt or WorkReceipt (from: open competition, block that the evidence begins after)
 *   GET    /chains/:chainId/state-proofs/:module/:store/:keyHex?from= → StateEvidence or WorkStateEvidence (chain-core/light): what lies, or does not lie, at a key
 *   GET    /chains/:chainId/headers?from=&limit=     → HeadersAnswer
 *   GET    /chains/:chainId/assets?limit=&after=     → Page<AssetView>    POST /chains/:chainId/assets    DefineAsset → AssetSubmission   (all signed with the organisation's key)
 *   GET    /chains/:chainId/assets/:assetId          → AssetView
 *   POST   /chains/:chainId/assets/:assetId/issues | /transfers | /retirements    IssueAsset | TransferAsset | RetireAsset → AssetSubmission
 *   GET    /chains/:chainId/holdings/:key            → HoldingsAnswer            what a key holds, by asset
 *   POST   /chains/:chainId/queries/:module/:query?set=   args → QueryAnswer; set: number of a set of modules that is or was in force, by whose rules to answer
 *   GET    /chains/:chainId/commands?set=            → Page<ModuleCard> of this chain (what can be submitted and asked, with forms' schemas)
 *   GET    /chains/:chainId/blocks?before=&limit=    GET /chains/:chainId/blocks/:heightOrId    GET /chains/:chainId/transactions/:txId
 *   GET    /chains/:chainId/export?from=             final blocks from a height on, as a chunk of an export (bytes)
 *   GET    /chains/:chainId/committee                → CommitteeView              and what its validators decide about: governance.ts, and try out: rehearsals.ts
 *   GET    /chains/:chainId/events                   server-sent events relayed from a node
 *   GET    /chains/:chainId/recovery  POST            recovery.ts
 *   GET    /operations  GET /operations/:id          → Operation    GET /operations/:id/events (server-sent events `operation`)
 *   GET    /audit?before=&limit=                     → Page<AuditEntry>
 *   GET    /audit/verification                       → AuditVerification (reads the whole trail and holds it against what hosts keep of it)
 *   GET    /events                                   server-sent events `changed` {topic, id}: what the console should fetch again
 *   GET    /overview                                 → Overview (home page)
 *   GET    /health/live  /health/ready  /metrics
 *
 * A foreign id answers exactly like an absent one: 404 NOT_FOUND.
 */
export interface SetupRequest {
  readonly token: string;
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly organisation?: string;
}
export interface SetupState {
  readonly needed: boolean;
}
export interface SignInRequest {
  readonly email: string;
  readonly password: string;
}
export interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
}
/** With the one-time link that whoever runs the installation had made for somebody who forgot. */
export interface PasswordReset {
  readonly token: string;
  readonly newPassword: string;
}
export interface Me {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly organisationId: string;
  readonly organisationName: string;
  readonly role: Role;
  readonly permissions: readonly string[];
}
export type Role = 'owner' | 'operator' | 'clerk' | 'auditor';
/** As people are offered them: the one that may do everything comes last. */
export const ROLES: readonly Role[] = ['operator', 'clerk', 'auditor', 'owner'];
export type SignedIn = Me;

export interface CreateApiKey {
  readonly name: string;
  readonly role: Role;
}
export interface ApiKeyView {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** First characters, to recognise it by. */
  readonly prefix: string;
  readonly createdAtMs: number;
  readonly lastUsedAtMs: number | null;
}
export interface ApiKeyCreated extends ApiKeyView {
  /** Shown once. */
  readonly key: string;
}

export interface CreateBadgeAuthority {
  readonly name: string;
}
/** A certificate authority whose key the control plane keeps for the organisation. */
export interface BadgeAuthorityView {
  readonly id: string;
  readonly name: string;
  readonly certificatePem: string;
  /** Hex SHA-256 of the certificate: its name on chains. */
  readonly fingerprint: string;
  readonly createdAtMs: number;
  readonly validUntilMs: number;
}
export interface IssueBadge {
  /** PKCS #10: who asks holds the key in it; its common name becomes the certificate’s. */
  readonly csrPem: string;
  readonly roles: readonly string[];
  /** NAME=VALUE each. */
  readonly attributes?: readonly string[];
  readonly days?: number;
}
export interface BadgeView {
  readonly id: string;
  readonly authorityId: string;
  /** The authority’s fingerprint. */
  readonly authority: string;
  readonly serial: string;
  readonly name: string;
  readonly certificatePem: string;
  readonly issuedAtMs: number;
  readonly validUntilMs: number;
}

/** A person of the organisation. */
export interface MemberView {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly addedAtMs: number;
  /** Has not opened the link and set a password yet. */
  readonly isInvited: boolean;
}
export interface InviteMember {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}
/** A one-time link with which a person sets a password. Shown once; whoever has it becomes that person. */
export interface MemberLink {
  /** Below the console's address. */
  readonly path: string;
  readonly expiresAtMs: number;
}
export interface MemberInvited extends MemberLink {
  readonly member: MemberView;
}
export interface SetMemberRole {
  readonly role: Role;
}

export interface HostView {
  readonly id: string;
  readonly name: string;
  readonly runtime: RuntimeKind;
  readonly state: 'connected' | 'offline';
  readonly lastSeenAtMs: number | null;
  readonly agentVersion: string;
  readonly platform: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly diskFreeBytes: number;
  readonly nodesMax: number;
  readonly nodes: number;
  readonly spareKeys: number;
  readonly certificateExpiresAtMs: number | null;
  readonly trouble?: string;
}
export interface JoinTokenCreated {
  readonly token: string;
  readonly expiresAtMs: number;
  readonly command: string;
}

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
  /** Said, not enforced: e.g. 3f+1 not met. */
  readonly warnings: readonly { readonly code: string; readonly words: Words }[];
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

export interface AddNode {
  /** Left out: whichever connected host has most room. */
  readonly hostId?: string;
}

export interface SetMining {
  readonly threads: number;
}

export interface Rejoin {
  /** The last block that both branches have, as `competition.split` of the node shows it: what is above is forgotten. */
  readonly forkHeight: number;
}

export interface NodeView {
  readonly nodeId: string;
  readonly chainId: string;
  /** Counts from 0. */
  readonly seat: number;
  readonly hostId: string;
  readonly hostName: string;
  readonly wish: 'running' | 'stopped' | 'absent';
  readonly state: NodeState | 'unknown';
  readonly observedAtMs: number | null;
  readonly address: string | null;
  readonly headHeight: number | null;
  readonly finalHeight: number | null;
  readonly finalTimeMs: number | null;
  readonly peersConnected: number | null;
  readonly peersKnown: number | null;
  readonly rssBytes: number | null;
  /** On chains of open competition, while it runs and says so. */
  readonly competition: CompetitionStatus | null;
  readonly restarts: number;
  readonly problem: { readonly code: string; readonly detail: string } | null;
  readonly nodeKey: string;
  /** Whether it votes in the newest committee that it knows of; null: it has not said, or nobody votes. */
  readonly votes: boolean | null;
  /** A pruned node: so many newest blocks have their transactions there. Left out: an archive node. */
  readonly keepBlocks?: number;
}

export interface Submit {
  readonly module: string;
  readonly command: string;
  readonly payload: Json;
  readonly wait?: 'none' | 'head' | 'final';
}
export interface SubmissionView {
  readonly txId: string;
  readonly state: TransactionState;
  readonly height?: number;
  /** Open competition: it is on its way, and not final yet when the time to wait was over. Ask for the transaction again. */
  readonly burial?: BurialView;
  readonly outcome?: OutcomeView;
  readonly signer: string;
}

/** Amounts are decimal texts in the asset's smallest unit: with two `decimals`, 150 is 1.50. */
export interface DefineAsset {
  readonly name: string;
  readonly symbol?: string;
  /** Digits after the point that people see. Left out: 0. */
  readonly decimals?: number;
  /** The first amount: an asset comes about by being issued. */
  readonly amount: string;
  /** Public key that gets it. Left out: the organisation's own. */
  readonly to?: string;
}
export interface IssueAsset {
  readonly amount: string;
  readonly to?: string;
}
export interface TransferAsset {
  readonly amount: string;
  readonly to: string;
  /** Paid in for transactions of `to`, on a chain that asks for fees, rather than handed over. Under fees 1.0.0 `to` is the treasury, and it counts for whoever pays. */
  readonly payIn?: boolean;
}
export interface RetireAsset {
  readonly amount: string;
}
export interface AssetSubmission extends SubmissionView {
  readonly assetId: string;
}

export type OperationState = 'running' | 'succeeded' | 'failed';
export interface Operation {
  readonly id: string;
  readonly kind: 'chain.create' | 'chain.delete' | 'chain.stop' | 'chain.start' | 'chain.recover' | 'node.stop' | 'node.start' | 'node.add' | 'node.remove' | 'chain.rehearse';
  readonly subject: { readonly type: 'chain' | 'node'; readonly id: string; readonly name: string };
  readonly state: OperationState;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  /** In order. A step is done when it was observed, not when it was asked. */
  readonly steps: readonly OperationStep[];
  readonly problem: { readonly code: string; readonly detail: string } | null;
}
export interface OperationStep {
  readonly name: string;
  readonly words: Words;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  /** e.g. {done: 3, of: 4} */
  readonly progress?: { readonly done: number; readonly of: number };
}

export interface AuditEntry {
  readonly sequence: number;
  readonly atMs: number;
  readonly actor: { readonly type: 'user' | 'api-key' | 'agent' | 'system'; readonly id: string; readonly name: string };
  readonly action: string;
  readonly subject: { readonly type: string; readonly id: string };
  readonly details: JsonObject;
  readonly previousHash: string;
  readonly hash: string;
}

/** `missing`: an entry is gone; `changed`: not as it was written; `cut-short`: a host keeps an entry past the end; `differs-from-witness`: a host keeps another hash. */
export interface AuditFault {
  readonly sequence: number;
  readonly reason: 'missing' | 'changed' | 'cut-short' | 'differs-from-witness';
}
export interface AuditVerification {
  readonly holds: boolean;
  readonly entries: number;
  readonly head: AuditHead;
  readonly firstFault?: AuditFault;
  /** How many connected hosts keep a head of this trail. Without any, a trail that was cut short cannot be told from a whole one. */
  readonly witnesses: number;
}

export interface Overview {
  readonly chains: readonly ChainView[];
  readonly hosts: readonly HostView[];
  readonly operations: readonly Operation[];
  readonly recent: readonly AuditEntry[];
}

export type { Page };
