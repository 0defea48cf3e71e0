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
