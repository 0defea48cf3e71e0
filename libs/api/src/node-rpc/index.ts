/**
 * The RPC of one chain node: HTTP/1.1 on loopback or on the agent's network, `Authorization: Bearer <contents of rpc.token>` on every call.
 * The agent reaches it for the control plane and relays requests unchanged.
 *
 *   POST /transactions?wait=none|head|final&timeoutMs=   application/octet-stream (one encoded transaction) or JSON SubmitJson → SubmitAnswer
 *   POST /transactions/batch                             octet-stream: (u32 length, transaction)* → BatchAnswer (no waiting); 429 when there is no room
 *   POST /transactions/check                             one transaction, as above → CheckAnswer, or what it would be refused for now; it is not let in
 *   GET  /transactions/:txId                             → TransactionView
 *   GET  /receipts/:txId?wait=final&timeoutMs=&from=     → Receipt or WorkReceipt (chain-core/protocol/receipt); from: block that headers of work begin after
 *   GET  /blocks?before=&limit=   GET /blocks/:heightOrId → BlockSummary[] / BlockView
 *   GET  /export?from=height                             → final blocks from there on, as a chunk of an export (chain-core/export/format.md)
 *   GET  /headers?from=&limit=                           → HeadersAnswer
 *   POST /queries/:module/:query?set=                    JSON args → QueryAnswer; set: number of a set of modules that was in force once, by whose rules to answer
 *   GET  /state/:module/:store/:keyHex                   → value with proof, header and certificate
 *   GET  /state-proofs/:module/:store/:keyHex?from=      → StateEvidence or WorkStateEvidence (chain-core/light), a file to check offline
 *   GET  /assets?limit=&after=   GET /assets/:assetId    → AssetsAnswer, AssetView: what was issued, by id
 *   GET  /holdings/:key?limit=&after=                    → HoldingsAnswer: what a key holds, by asset
 *   GET  /holdings/:key/:assetId?limit=&after=           → OutputsAnswer: unspent outputs of it, after TXID.INDEX
 *   GET  /committee                                     → CommitteeView
 *   POST /committee/:command                             the payload of a command to the kernel (chain-core/kernel), given and signed as this node's seat → SubmitAnswer
 *   POST /committee/:command/signed                      the same, signed and not given → SubmitJson: to be kept, and sent to any node
 *   POST /voting-keys/signed                             {scheme} → SubmitJson: registers a fresh voting key for this node's seat, or one of another scheme
 *   POST /rehearsals                                     {changes} of modules, as in propose-change → RehearsalRun (202): what they would do is tried out on the live state; nothing is kept
 *   GET  /rehearsals/:id                                 → RehearsalRun: how far it has come; the last one of this node is remembered while it runs
 *   GET  /hand-overs?from=epoch                          → HandOver[] (chain-core/protocol/receipt), oldest first, at most 256: with genesis they prove who decides
 *   GET  /events?from=height                             server-sent events: `final` (BlockSummary) and `event` (EventView)
 *   GET  /recovery                                       → RecoveryView: starting a chain again whose every node was restored from backup
 *   POST /recovery/prepare                               gives up the votes of this epoch and makes a fresh key → RecoveryView
 *   POST /recovery/start                                 on one node, once enough are prepared: ends the epoch → RecoveryView (202)
 *   POST /mining                                         JSON {threads}: proof of work only; 0 stops → NodeStatus
 *   POST /rejoin                                         JSON {forkHeight}: proof of work, while the node is split from others: forgets its chain and fetches theirs → NodeStatus (202)
 *   GET  /status → NodeStatus    GET /health → 200 | 503    GET /metrics (Prometheus)    GET /genesis (the exact bytes)
 *
 * The control plane holds every answer to these shapes, and meets nodes of older versions while a chain is upgraded: a field that is added to one of them later is optional.
 */

export * from './blocks';
export * from './changes';
export * from './committee';
export * from './folder';
export * from './holdings';
export * from './moves';
export * from './outlook';
export * from './process';
export * from './queries';
export * from './recovery';
export * from './rehearsals';
export * from './status';
export * from './transactions';
