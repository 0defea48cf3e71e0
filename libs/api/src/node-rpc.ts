import type { Json, JsonObject } from './json';
import type { Problem } from './problem';

/**
 * The RPC of one chain node: HTTP/1.1 on loopback or on the agent's network, `Authorization: Bearer <contents of rpc.token>` on every call.
 * The agent reaches it for the control plane and relays requests unchanged.
 *
 *   POST /transactions?wait=none|head|final&timeoutMs=   application/octet-stream (one encoded transaction) or JSON SubmitJson → SubmitAnswer
 *   POST /transactions/batch                             octet-stream: (u32 length, transaction)* → BatchAnswer (no waiting); 429 when there is no room
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
 */
export interface SubmitJson {
  /** Hex of the encoded, signed transaction. */
  readonly transaction: string;
}

export type TransactionState = 'unknown' | 'pending' | 'head' | 'final' | 'dropped';

export interface SubmitAnswer {
  readonly txId: string;
  readonly state: TransactionState;
  readonly height?: number;
  readonly burial?: BurialView;
  /** Present from `head` on. */
  readonly outcome?: OutcomeView;
  /** Of what was `dropped`: why no block could take it. Missing where the node does not know. */
  readonly reason?: Problem;
}
/**
 * How far a transaction that is `pending` or in the `head` is from final, on chains of open competition: there depth decides, and nobody can say when, only at which
 * pace blocks came lately. Until it is final its block may still be replaced, and the outcome with it.
 */
export interface BurialView {
  /** Blocks that stand on its block; null: no block holds it yet. */
  readonly depth: number | null;
  readonly finalDepth: number;
  /** Until it lies deep enough, if blocks go on coming as the newest ones did. */
  readonly estimateMs: number;
}
export interface BatchAnswer {
  readonly results: readonly ({ readonly txId: string; readonly state: TransactionState } | { readonly problem: Problem })[];
}

/** Headers from a height on, oldest first, up to the head: those above `finalHeight` may still be replaced. */
export interface HeadersAnswer {
  /** Encoded, in hex. */
  readonly headers: readonly string[];
  readonly finalHeight: number;
}

export type OutcomeView =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string; readonly facts: JsonObject };

export interface EventView {
  readonly height: number;
  readonly txId?: string;
  readonly module: string;
  readonly name: string;
  readonly data: Json;
}

/** Decoded for people: amounts as strings, bytes as hex, payloads as JSON. */
export interface TransactionView {
  readonly txId: string;
  readonly state: TransactionState;
  readonly height?: number;
  readonly index?: number;
  readonly timeMs?: number;
  readonly burial?: BurialView;
  readonly sizeBytes: number;
  readonly signers: readonly string[];
  readonly calls: readonly { readonly module: string; readonly command: string; readonly actor: string; readonly payload: Json }[];
  readonly inputs: readonly JsonObject[];
  readonly outputs: readonly JsonObject[];
  readonly outcome?: OutcomeView;
  readonly events: readonly EventView[];
}

export interface BlockSummary {
  readonly height: number;
  readonly blockId: string;
  readonly parentId: string;
  readonly timeMs: number;
  readonly view: number;
  /** Place of its proposer in the committee of its epoch, and that seat's name. */
  readonly proposer: number;
  readonly proposerLabel?: string;
  readonly epoch: number;
  readonly transactionCount: number;
  readonly sizeBytes: number;
}
export interface BlockView extends BlockSummary {
  readonly stateRoot: string;
  readonly transactionsRoot: string;
  readonly resultsRoot: string;
  /** Seats whose signatures are in the certificate this node holds for the block or its nearest certified descendant. */
  readonly certificate: { readonly height: number; readonly signers: readonly number[]; readonly labels: readonly string[] };
  readonly transactions: readonly TransactionView[];
}

export interface QueryAnswer {
  readonly height: number;
  readonly answer: Json;
}

/** Amounts are decimal texts, in the smallest unit of their asset. Answers are as of a final block. */
export interface AssetView {
  readonly assetId: string;
  /** What was ever issued (or given to miners), and what of it was retired. */
  readonly issued: string;
  readonly retired: string;
  readonly firstHeight: number;
  /** So many of these keys may issue more; none: the chain itself makes it. */
  readonly threshold: number;
  readonly issuers: readonly string[];
  /** As its issuer defined it. The console understands `name`, `symbol` and `decimals`. */
  readonly document: Json;
}
export interface AssetsAnswer {
  readonly height: number;
  readonly assets: readonly AssetView[];
}
export interface HoldingView {
  readonly assetId: string;
  /** That the key can spend alone, now or from some time on, and that it can spend only together with others. */
  readonly alone: string;
  readonly shared: string;
  /** In so many unspent outputs. */
  readonly outputs: number;
}
export interface HoldingsAnswer {
  readonly height: number;
  readonly holdings: readonly HoldingView[];
}
/** To be spent by these keys: also what was paid in to a module that is not in force any more, by its owner. */
export interface HeldOutputView {
  readonly txId: string;
  readonly index: number;
  readonly amount: string;
  readonly threshold: number;
  readonly keys: readonly string[];
  /** Nobody can spend it before. */
  readonly notBeforeMs?: number;
}
export interface OutputsAnswer {
  readonly height: number;
  readonly outputs: readonly HeldOutputView[];
}

/** Who votes on a chain, and how that is going to change. */
export interface CommitteeView {
  /** Of the final block this was read at. */
  readonly height: number;
  readonly epoch: number;
  /** Of the epoch's first block. */
  readonly firstHeight: number;
  /** Of the epoch's last block, once that is decided; 0: it is not. */
  readonly lastHeight: number;
  /** How votes are signed. */
  readonly scheme: string;
  /** Seats that must sign, and seats that may fail or misbehave. */
  readonly quorum: number;
  readonly mayFail: number;
  readonly seats: readonly SeatInCommittee[];
  /** Every seat of the chain, also those that do not vote, by number. */
  readonly chainSeats: readonly ChainSeatView[];
  readonly protocol: ProtocolView;
  readonly policy: PolicyView;
  /** Proposals that wait or are approved, oldest first. */
  readonly changes: readonly ProposedChange[];
  readonly equivocations: readonly EquivocationView[];
}
export interface SeatInCommittee {
  /** Index in the committee: what blocks and certificates name. */
  readonly place: number;
  /** Number of the seat on the chain. */
  readonly seat: number;
  readonly organisation: string;
  readonly label: string;
  readonly nodeKey: string;
  readonly votingKey: string;
}
export type SeatRole = 'validator' | 'member' | 'observer' | 'regulator';
export interface ChainSeatView {
  /** Its number on the chain; never given twice. */
  readonly seat: number;
  readonly organisation: string;
  readonly label: string;
  readonly role: SeatRole;
  readonly nodeKey: string;
  /** Certificate schemes it has registered a key for that it does not vote with yet. */
  readonly registered: readonly string[];
  /** Versions of the protocol that its node runs, as it said on the chain. */
  readonly protocols: ProtocolRange;
}
/** How validators decide about changes, and what that comes to with those there are. */
export interface PolicyView {
  /** Shares of all validators, rounded up: that must approve, and that must have voted. */
  readonly approvalPercent: number;
  readonly quorumPercent: number;
  /** What nobody decided on is void after so long. */
  readonly expiryMs: number;
  /** At least so many blocks lie between a decision and its effect. */
  readonly delayBlocks: number;
  readonly validators: number;
  readonly needed: number;
  readonly quorum: number;
}
/** By which version of the protocol blocks are made. */
export interface ProtocolView {
  readonly inForce: number;
  /** Height of the first block made by it. */
  readonly firstHeight: number;
  /** Approved: blocks after `lastHeight` are made by `version`. */
  readonly due: { readonly change: number; readonly version: number; readonly lastHeight: number } | null;
}
export type ChangeView = JsonObject & { readonly kind: string };
/** What changes would lead to (query `outlook` of module `kernel`, args {changes}). */
export interface Outlook {
  readonly now: CommitteeSums;
  /** Absent: the changes are impossible; `refusal` says why. */
  readonly then?: CommitteeSums;
  readonly refusal?: OutlookRefusal;
  /** Of changes of modules: those that get stores of their own. */
  readonly modules?: readonly ModuleRenewal[];
  /** Why the approval that decides would still be refused now: newcomers must confirm first. */
  readonly waits?: OutlookRefusal;
  /** Of the activation of a protocol version: how many of the validators run it, and how many must. */
  /** Of a change of the policy. */
  readonly policy?: { readonly now: PolicyView; readonly then: PolicyView };
  readonly protocol?: { readonly version: number; readonly validators: number; readonly needed: number; readonly able: number };
}
/** A trial of a change of modules on one node. */
export interface RehearsalRun {
  readonly id: string;
  /** Of the final block it began at. */
  readonly height: number;
  /** Entries that were carried over, of those that there are as far as they are counted. */
  readonly done: number;
  readonly of: number;
  readonly tookMs: number;
  /** Null: it still runs. */
  readonly report: RehearsalReport | null;
}
/** A module that gets stores of its own: whether records come along, and whether they could be carried back. */
export interface ModuleRenewal {
  /** NAME@VERSION. */
  readonly from: string;
  readonly to: string;
  readonly carriesOver: boolean;
  readonly carriesBack: boolean;
  /** Outputs locked to the old module that their owners can spend themselves from then on; left out: none. */
  readonly returned?: number;
}
/** What a change of modules would do. */
export interface RehearsalReport {
  readonly modules: readonly ModuleRenewal[];
  /** Entries that were carried over, and blocks this takes at the least. */
  readonly entries: number;
  readonly blocks: number;
  readonly samples: readonly { readonly module: string; readonly store: string; readonly before: Json; readonly after: readonly { readonly store: string; readonly value: Json }[] }[];
  /** Why the change would not take effect. */
  readonly refusal: { readonly code: string; readonly facts: JsonObject } | null;
}

export interface CommitteeSums {
  readonly validators: number;
  readonly quorum: number;
  readonly mayFail: number;
  readonly scheme: string;
}
export interface OutlookRefusal {
  readonly code: string;
  readonly facts: JsonObject;
}
export interface ProposedChange {
  readonly id: number;
  /** Each with what it concerns. Nodes newer than the reader may know more kinds. */
  readonly changes: readonly ChangeView[];
  readonly note: string;
  /** Number of the seat that proposed it. */
  readonly proposedBy: number;
  readonly proposedAtMs: number;
  /** When it is forgotten, unless it is approved before. */
  readonly expiresAtMs: number;
  /** Numbers of the seats that approve, and how many must. */
  readonly approvals: readonly number[];
  readonly needed: number;
  /** Numbers of the seats that are against, and how many must have voted at all. */
  readonly rejections: readonly number[];
  readonly quorum: number;
  /** Node keys of new validators, and of those that have shown to be there. */
  readonly newcomers: readonly string[];
  readonly confirmed: readonly string[];
  /** Height of the last block before it takes effect; 0: not approved yet. */
  readonly lastHeight: number;
}
/** A proposal that is over (query `decided` of module `kernel`, args {before}), by place: the newest has the highest. Nodes newer than the reader may know more outcomes. */
export interface DecidedChange extends Pick<ProposedChange, 'id' | 'changes' | 'note' | 'proposedBy' | 'proposedAtMs' | 'approvals' | 'rejections' | 'needed' | 'quorum'> {
  readonly place: number;
  readonly ending: { readonly outcome: string; readonly firstHeight?: number; readonly code?: string; readonly facts?: JsonObject; readonly by?: number };
  readonly height: number;
  readonly timeMs: number;
  readonly validators: number;
  /** Of the seats that are spoken of, by number. */
  readonly names: Readonly<Record<string, string>>;
}
/** A seat signed two votes that contradict each other. The votes are kept, so that anybody can check them again. */
export interface EquivocationView {
  readonly epoch: number;
  readonly place: number;
  readonly seat: number;
  readonly organisation: string;
  readonly label: string;
  readonly view: number;
  readonly kinds: string;
  /** Encoded votes in hex. */
  readonly first: string;
  readonly second: string;
  readonly height: number;
  readonly timeMs: number;
}

/** How far starting a chain again has come, as one node sees it. */
export interface RecoveryView {
  readonly epoch: number;
  /** Whether it was confirmed on this node: it gives no vote of this epoch any more. */
  readonly isPrepared: boolean;
  /** Seats that must be prepared and stand on the same block. */
  readonly needed: number;
  readonly seats: readonly { readonly place: number; readonly nodeKey: string; readonly isPrepared: boolean; readonly height: number | null }[];
}

/** The newest final block that a node was seen with, as its agent remembers it, and the epoch that it took part in then. */
export interface SeenBefore {
  readonly epoch: number;
  readonly height: number;
  readonly timeMs: number;
}
/** Why a node gives no vote, or none before others have told it what it signed. */
export interface RecoveryStatus {
  /** It was confirmed on this node that the chain is to start again: it gives no vote of this epoch any more. */
  readonly isPrepared: boolean;
  /** Seats that must take part in starting again. */
  readonly needed: number;
  /** What it was seen with and has no more: its folder was put back from an older copy. */
  readonly seenBefore?: SeenBefore;
}

/** A node's part in an open competition. */
export interface CompetitionStatus {
  /** That mine here; 0: this node does not. */
  readonly threads: number;
  readonly threadsMax: number;
  readonly hashesPerSecond: number;
  /** Hashes that the next block takes on average; decimal. */
  readonly work: string;
  /** Of the best header known: above headHeight while blocks are fetched. */
  readonly bestHeight: number;
  /** Blocks that must stand on one before it is final. */
  readonly finalDepth: number;
  /** Others follow a branch of more work that leaves what is final here. */
  readonly split?: SplitView;
}

/** What a node would forget if it followed others. */
export interface SplitView {
  /** The last block that both have. */
  readonly forkHeight: number;
  /** Final blocks of this node beyond it, and the transactions in them. */
  readonly blocks: number;
  readonly transactions: number;
}

/** Versions of the chain's protocol, both included. */
export interface ProtocolRange {
  readonly min: number;
  readonly max: number;
}

export interface NodeStatus {
  readonly chainId: string;
  readonly name: string;
  readonly softwareVersion: string;
  /** Place in the present committee; null: it follows without voting. */
  readonly seat: number | null;
  readonly epoch: number;
  /** Seats in the present committee; 0 where nobody votes. */
  readonly committeeSeats: number;
  readonly startedAtMs: number;
  /** Versions of the protocol that this node runs, and the one that the next block is made by. */
  readonly protocols: ProtocolRange & { readonly inForce: number };
  readonly headHeight: number;
  readonly finalHeight: number;
  readonly finalBlockId: string;
  readonly finalTimeMs: number;
  readonly view: number;
  readonly leader: number;
  readonly peers: readonly { readonly nodeKey: string; readonly seat: number | null; readonly address: string; readonly connected: boolean; readonly finalHeight: number | null; readonly protocols: ProtocolRange | null }[];
  readonly mempool: { readonly transactions: number; readonly bytes: number };
  readonly syncing: boolean;
  /** The state of a block is being fetched instead of the blocks before it; `share` of it is here, from 0 to 1. Once all is here it is put in place: `inPlace` of it is; meanwhile nothing but this status is answered (NODE_OPENING). */
  readonly snapshot?: { readonly height: number; readonly share: number; readonly inPlace?: number };
  /** While this node gives no vote of this epoch any more, or has forgotten what it signed. */
  readonly recovery?: RecoveryStatus;
  /** On chains of open competition (proof of work). */
  readonly competition?: CompetitionStatus;
  readonly rssBytes: number;
  /** Why the node is not doing its work, in words; absent when it is. */
  readonly trouble?: string;
}

/**
 * A node's folder (a volume in containers). The agent writes everything except data/ before the first start; files in keys/ are mode 0400.
 *   node.json      NodeSettings
 *   genesis.json   canonical JSON, exact bytes
 *   peers.json     PeerAddress[]; replaced atomically by the agent, re-read by the node when it changes
 *   seen.json      SeenBefore; null or absent: it is not known that the node was seen. Replaced by the agent before each start, read then
 *   rpc.token      secret of the RPC, hex
 *   keys/node.key  keys/voting.key   hex of the 32-byte Ed25519 seed
 *   keys/voting-next.key             the same, absent but while the seat changes its key: voted with from the epoch on whose committee names it
 *   data/          the node's own
 */
export interface NodeSettings {
  readonly listen: { readonly host: string; readonly port: number };
  readonly rpc: { readonly host: string; readonly port: number };
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** Transactions and results of blocks older than so many are forgotten; absent: the node is an archive and keeps everything. */
  readonly keepBlocks?: number;
  /** Threads at most that verify signatures under load, 0 to 16. Without it the node judges by the cores of its machine. */
  readonly signatureWorkers?: number;
}
export interface PeerAddress {
  /** Hex of the node's Ed25519 public key: the TLS identity that is accepted at this address. */
  readonly nodeKey: string;
  /** host:port */
  readonly address: string;
}

/** First line on the node's stdout once it serves: one JSON object. Every later line is a log line (pino JSON). */
export interface NodeReady {
  readonly ready: true;
  readonly listenPort: number;
  readonly rpcPort: number;
}

/** Exit codes the agent tells apart. softwareTooOld: the chain goes on with a protocol version, or a module, that this software lacks. */
export const NODE_EXIT = { ok: 0, badConfig: 64, portTaken: 65, diskFull: 66, corrupt: 67, softwareTooOld: 68, impossible: 70 } as const;
