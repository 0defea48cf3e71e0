import type { AddNode, Blueprint, ChainOutlook, ChainRecoveryView, ChainView, CreateChain, CreatedChain, Json, ModuleCard, NodeView, Operation, Page, PlanChain, QueryAnswer, StartRecovery, SubmissionOutlook, SubmissionView, Submit, TransactionView, BlockSummary, BlockView, CommitteeView, CompetitionStatus, ConsensusInForce, HeadersAnswer } from '@bystack/api';
import type { StateEvidence, WorkStateEvidence } from '@bystack/chain-core/light';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import type { Receipt, WorkReceipt } from '@bystack/chain-core/protocol/receipt';
import type { CallOptions, Http } from './http';
import { path, query } from './path';

export type Wait = NonNullable<Submit['wait']>;

/** Chains: their life, what is recorded on them, and the evidence of it. */
export class ChainsClient {
  constructor(private readonly http: Http) {}

  list(): Promise<Page<ChainView>> {
    return this.http.json('GET', '/chains');
  }
  create(request: CreateChain, options?: CallOptions): Promise<CreatedChain> {
    return this.http.json('POST', '/chains', request, options);
  }
  /** What `create` would make, or its refusal; makes nothing. */
  outlook(request: PlanChain): Promise<ChainOutlook> {
    return this.http.json('POST', '/chains/outlook', request);
  }
  show(chainId: string): Promise<ChainView> {
    return this.http.json('GET', path`/chains/${chainId}`);
  }
  /** Removes nodes, data and keys. `confirmName` is the chain's exact name. */
  delete(chainId: string, confirmName: string, options?: CallOptions): Promise<Operation> {
    return this.http.json('DELETE', path`/chains/${chainId}`, { confirmName }, options);
  }
  stop(chainId: string, options?: CallOptions): Promise<Operation> {
    return this.http.json('POST', path`/chains/${chainId}/stop`, {}, options);
  }
  start(chainId: string, options?: CallOptions): Promise<Operation> {
    return this.http.json('POST', path`/chains/${chainId}/start`, {}, options);
  }
  /** Whether every validator was put back from an older copy, how much each has left, and what is lost if the chain starts again. */
  recovery(chainId: string): Promise<ChainRecoveryView> {
    return this.http.json('GET', path`/chains/${chainId}/recovery`);
  }
  /** Goes on from the newest block that is left, with fresh voting keys. */
  recover(chainId: string, request: StartRecovery, options?: CallOptions): Promise<Operation> {
    return this.http.json('POST', path`/chains/${chainId}/recovery`, request, options);
  }
  /** The exact bytes; their hash is the chain id. */
  genesis(chainId: string): Promise<Uint8Array> {
    return this.http.bytes(path`/chains/${chainId}/genesis`);
  }
  blueprint(chainId: string): Promise<Blueprint> {
    return this.http.json('GET', path`/chains/${chainId}/blueprint`);
  }
  /** @param set of modules that is no longer in force, by its number */
  commands(chainId: string, set?: number): Promise<Page<ModuleCard>> {
    return this.http.json('GET', path`/chains/${chainId}/commands` + query({ set }));
  }

  /** By which parameters records become final now, and how validators decide. */
  consensus(chainId: string): Promise<ConsensusInForce> {
    return this.http.json('GET', path`/chains/${chainId}/consensus`);
  }
  nodes(chainId: string): Promise<Page<NodeView>> {
    return this.http.json('GET', path`/chains/${chainId}/nodes`);
  }
  /** A further node, without a seat yet: `governance.propose` one for it with `{kind: 'add-seat', nodeId}`. */
  addNode(chainId: string, request: AddNode = {}, options?: CallOptions): Promise<Operation> {
    return this.http.json('POST', path`/chains/${chainId}/nodes`, request, options);
  }
  /** With its data and keys. Refused while it has a seat (NODE_HAS_SEAT). */
  removeNode(chainId: string, nodeId: string, options?: CallOptions): Promise<Operation> {
    return this.http.json('DELETE', path`/chains/${chainId}/nodes/${nodeId}`, undefined, options);
  }
  /** Without `force` a stop that would cost the quorum is refused (WOULD_LOSE_QUORUM). */
  stopNode(chainId: string, nodeId: string, force = false, options?: CallOptions): Promise<Operation> {
    return this.http.json('POST', path`/chains/${chainId}/nodes/${nodeId}/stop`, { force }, options);
  }
  startNode(chainId: string, nodeId: string, options?: CallOptions): Promise<Operation> {
    return this.http.json('POST', path`/chains/${chainId}/nodes/${nodeId}/start`, {}, options);
  }
  /** Open competition: mines with so many threads from now on, also after a restart; 0: not at all. */
  mine(chainId: string, nodeId: string, threads: number, options?: CallOptions): Promise<CompetitionStatus> {
    return this.http.json('POST', path`/chains/${chainId}/nodes/${nodeId}/mining`, { threads }, options);
  }
  /** Open competition: a node that is split from others forgets its blocks above `forkHeight` (see `competition.split`) and fetches theirs. Answers with how it stood before. */
  rejoin(chainId: string, nodeId: string, forkHeight: number, options?: CallOptions): Promise<CompetitionStatus> {
    return this.http.json('POST', path`/chains/${chainId}/nodes/${nodeId}/rejoin`, { forkHeight }, options);
  }
  /** The newest lines of a node's log. */
  logs(chainId: string, nodeId: string, tail = 100): Promise<string> {
    return this.http.text(path`/chains/${chainId}/nodes/${nodeId}/logs` + query({ tail }));
  }

  /** Signed by the control plane with the organisation's key. A refusal by the chain's rules is an answer, not an error: see `outcome`. */
  submit(chainId: string, request: Submit, options?: CallOptions): Promise<SubmissionView> {
    return this.http.json('POST', path`/chains/${chainId}/submissions`, request, options);
  }
  /** What `submit` would be refused for now; records nothing. */
  submissionOutlook(chainId: string, request: Submit): Promise<SubmissionOutlook> {
    return this.http.json('POST', path`/chains/${chainId}/submissions/outlook`, request);
  }
  /** The same of one that the caller signed. */
  signedOutlook(chainId: string, transaction: Uint8Array): Promise<SubmissionOutlook> {
    return this.http.json('POST', path`/chains/${chainId}/transactions/outlook`, { transaction: Buffer.from(transaction).toString('hex') });
  }
  /** Signed by the caller: see signing/. @param options.waitMs how long to wait for it at most; left out: 30 s, which is the longest */
  submitSigned(chainId: string, transaction: Uint8Array, wait: Wait = 'final', { waitMs, ...options }: CallOptions & { readonly waitMs?: number | undefined } = {}): Promise<SubmissionView> {
    return this.http.json('POST', path`/chains/${chainId}/transactions`, { transaction: Buffer.from(transaction).toString('hex'), wait, ...(waitMs !== undefined && { waitMs }) }, options);
  }
  /** @param set answers by the rules of a set of modules that was in force once, from the stores it had */
  query(chainId: string, module: string, name: string, args: Json = {}, set?: number): Promise<QueryAnswer> {
    return this.http.json('POST', path`/chains/${chainId}/queries/${module}/${name}` + query({ set }), args);
  }
  /** @param from on a chain of open competition: the block, known to whoever will check it, that the evidence begins after */
  receipt(chainId: string, txId: string, from?: number): Promise<Receipt | WorkReceipt> {
    return this.http.json('GET', path`/chains/${chainId}/receipts/${txId}` + query({ from }));
  }
  /** What lies, or does not lie, at a key of a module's store, to be checked offline (`verifyStateOffline`). */
  stateProof(chainId: string, module: string, store: string, key: Uint8Array, from?: number): Promise<StateEvidence | WorkStateEvidence> {
    return this.http.json('GET', path`/chains/${chainId}/state-proofs/${module}/${store}/${toHex(key)}` + query({ from }));
  }
  /** Encoded headers from a height on, up to the head: what `WorkClient` follows. */
  headers(chainId: string, from: number, limit?: number): Promise<HeadersAnswer> {
    return this.http.json('GET', path`/chains/${chainId}/headers` + query({ from, limit }));
  }
  /** Who decides on the chain, what is about to change, and whose contradicting votes are recorded. */
  committee(chainId: string): Promise<CommitteeView> {
    return this.http.json('GET', path`/chains/${chainId}/committee`);
  }
  blocks(chainId: string, page: { before?: number; limit?: number } = {}): Promise<Page<BlockSummary>> {
    return this.http.json('GET', path`/chains/${chainId}/blocks` + query(page));
  }
  block(chainId: string, heightOrId: number | string): Promise<BlockView> {
    return this.http.json('GET', path`/chains/${chainId}/blocks/${heightOrId}`);
  }
  /** Final blocks from a height on, as one page of an export: see `pagedSource` in chain-core/export. */
  exportPage(chainId: string, from: number): Promise<Uint8Array> {
    return this.http.bytes(path`/chains/${chainId}/export` + query({ from }));
  }
  transaction(chainId: string, txId: string): Promise<TransactionView> {
    return this.http.json('GET', path`/chains/${chainId}/transactions/${txId}`);
  }
}
