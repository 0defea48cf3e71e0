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
 *   GET    /badges?serial=     POST /badge-authorities/:id/badges   IssueBadge → BadgeView (a certificate; chains are told of it by its holder)
 *   GET    /badges/roles                → Page<RolesOnChain>: which roles mean something on which chain
 *   POST   /badges/:id/revocation   RevokeBadge → BadgeView    GET /badge-authorities/:id/revocations?format=der|pem   the authority's list of revoked certificates (X.509 CRL)
 *   GET    /members   POST /members     InviteMember → MemberInvited            DELETE /members/:userId
 *   POST   /members/:userId/role        SetMemberRole → MemberView              POST /members/:userId/link → MemberLink
 *   GET    /hosts  GET /hosts/:id       → HostView                              DELETE /hosts/:id
 *   POST   /hosts/join-tokens           → JoinTokenCreated
 *   GET    /modules                     → Page<ModuleCard>    GET /modules/:name → ModuleCard (`kernel`: what every chain with a committee can do about itself)
 *   GET    /templates  GET /templates/:name → Template
 *   GET    /chains     POST /chains     CreateChain → 202 CreatedChain
 *   POST   /chains/outlook              PlanChain → ChainOutlook                what would be made, or what it would be refused for; makes nothing
 *   GET    /chains/:chainId             → ChainView
 *   DELETE /chains/:chainId             DeleteChain → 202 Operation
 *   POST   /chains/:chainId/stop | /start            → 202 Operation
 *   GET    /chains/:chainId/genesis     the exact bytes        GET /chains/:chainId/blueprint → Blueprint
 *   GET    /chains/:chainId/modules     → ChainModulesView (chain-modules.ts): those in force now
 *   GET    /chains/:chainId/consensus   → ConsensusInForce (consensus.ts): its parameters in force now, and how validators decide
 *   GET    /chains/:chainId/nodes       → Page<NodeView>
 *   POST   /chains/:chainId/nodes       AddNode → 202 Operation                 a node without a seat yet; propose one for it (governance.ts)
 *   DELETE /chains/:chainId/nodes/:nodeId → 202 Operation                       refused while it has a seat
 *   POST   /chains/:chainId/nodes/:nodeId/stop | /start        → 202 Operation   body {force?: boolean}
 *   POST   /chains/:chainId/nodes/:nodeId/mining    SetMining → CompetitionStatus    open competition only; 0 threads: it does not mine
 *   GET    /chains/:chainId/nodes/:nodeId/logs?tail=&follow=   server-sent events `line` (text) — plain text when follow is absent
 *   POST   /chains/:chainId/submissions              Submit → SubmissionView     signed with the organisation's key
 *   POST   /chains/:chainId/transactions             {transaction: hex, wait} → SubmissionView   signed by the caller
 *   POST   /chains/:chainId/submissions/outlook | /transactions/outlook    the same bodies → SubmissionOutlook, or what it would be refused for; records nothing
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

export * from './api-keys';
export * from './assets';
export * from './audit';
export * from './badges';
export * from './chain-modules';
export * from './consensus';
export * from './chains';
export * from './governance';
export * from './hosts';
export * from './members';
export * from './nodes';
export * from './operations';
export * from './overview';
export * from './recovery';
export * from './rehearsals';
export * from './sign-in';
export * from './submissions';
