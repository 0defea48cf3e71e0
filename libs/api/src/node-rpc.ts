import type { Json, JsonObject } from './json';
import type { Problem } from './problem';

/**
 * The RPC of one chain node: HTTP/1.1 on loopback or on the agent's network, `Authorization: Bearer <contents of rpc.token>` on every call.
 * The agent reaches it for the control plane and relays requests unchanged.
 *
 *   POST /transactions?wait=none|head|final&timeoutMs=   application/octet-stream (one encoded transaction) or JSON SubmitJson → SubmitAnswer
 *   POST /transactions/batch                             octet-stream: (u32 length, transaction)* → BatchAnswer (no waiting); 429 when there is no room
 *   GET  /transactions/:txId                             → TransactionView
 *   GET  /receipts/:txId?wait=final&timeoutMs=           → Receipt (chain-core/protocol/receipt)
 *   GET  /blocks?before=&limit=   GET /blocks/:heightOrId → BlockSummary[] / BlockView
 *   POST /queries/:module/:query                         JSON args → QueryAnswer
 *   GET  /state/:module/:store/:keyHex                   → value with proof, header and certificate
 *   GET  /state-proofs/:module/:store/:keyHex            → StateEvidence (chain-core/light), a file to check offline
 *   GET  /events?from=height                             server-sent events: `final` (BlockSummary) and `event` (EventView)
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
  /** Present from `head` on. */
  readonly outcome?: OutcomeView;
}
export interface BatchAnswer {
  readonly results: readonly ({ readonly txId: string; readonly state: TransactionState } | { readonly problem: Problem })[];
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
  readonly proposer: number;
  readonly transactionCount: number;
  readonly sizeBytes: number;
}
export interface BlockView extends BlockSummary {
  readonly stateRoot: string;
  readonly transactionsRoot: string;
  readonly resultsRoot: string;
  /** Seats whose signatures are in the certificate this node holds for the block or its nearest certified descendant. */
  readonly certificate: { readonly height: number; readonly signers: readonly number[] };
  readonly transactions: readonly TransactionView[];
}

export interface QueryAnswer {
  readonly height: number;
  readonly answer: Json;
}

export interface NodeStatus {
  readonly chainId: string;
  readonly name: string;
  readonly softwareVersion: string;
  readonly seat: number | null;
  readonly startedAtMs: number;
  readonly headHeight: number;
  readonly finalHeight: number;
  readonly finalBlockId: string;
  readonly finalTimeMs: number;
  readonly view: number;
  readonly leader: number;
  readonly peers: readonly { readonly nodeKey: string; readonly seat: number | null; readonly address: string; readonly connected: boolean; readonly finalHeight: number | null }[];
  readonly mempool: { readonly transactions: number; readonly bytes: number };
  readonly syncing: boolean;
  readonly rssBytes: number;
  /** Why the node is not doing its work, in words; absent when it is. */
  readonly trouble?: string;
}

/**
 * A node's folder (a volume in containers). The agent writes everything except data/ before the first start; files in keys/ are mode 0400.
 *   node.json      NodeSettings
 *   genesis.json   canonical JSON, exact bytes
 *   peers.json     PeerAddress[]; replaced atomically by the agent, re-read by the node when it changes
 *   rpc.token      secret of the RPC, hex
 *   keys/node.key  keys/voting.key   hex of the 32-byte Ed25519 seed
 *   data/          the node's own
 */
export interface NodeSettings {
  readonly listen: { readonly host: string; readonly port: number };
  readonly rpc: { readonly host: string; readonly port: number };
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** Transactions and results of blocks older than so many are forgotten; absent: the node is an archive and keeps everything. */
  readonly keepBlocks?: number;
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

/** Exit codes the agent tells apart. */
export const NODE_EXIT = { ok: 0, badConfig: 64, portTaken: 65, diskFull: 66, corrupt: 67, impossible: 70 } as const;
