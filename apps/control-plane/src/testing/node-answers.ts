import type { AssetView, BlockSummary, CommitteeView, ModulesHistory, NodeStatus, TransactionView } from '@bystack/api';

/** Whole answers of a node, for stand-ins: what a test is about it says itself. */
export const HISTORY: ModulesHistory = { set: 0, firstHeights: [1], due: null, migrating: null };

export function assetTold(more: Partial<AssetView> & Pick<AssetView, 'assetId'>): AssetView {
  return { issued: '1', retired: '0', firstHeight: 1, threshold: 1, issuers: [], document: {}, ...more };
}

export function blockTold(height: number): BlockSummary {
  return { height, blockId: 'b', parentId: 'a', timeMs: height, view: height, proposer: 0, epoch: 0, transactionCount: 0, sizeBytes: 1 };
}

export function transactionTold(more: Partial<TransactionView> = {}): TransactionView {
  return { txId: 'f'.repeat(64), state: 'final', sizeBytes: 1, signers: [], calls: [], inputs: [], outputs: [], events: [], ...more };
}

export function committeeTold(more: Partial<CommitteeView> = {}): CommitteeView {
  const policy = { approvalPercent: 67, quorumPercent: 0, expiryMs: 60_000, delayBlocks: 0, validators: 4, needed: 3, quorum: 0 };
  return { height: 8, epoch: 0, firstHeight: 1, lastHeight: 0, scheme: 'ed25519', quorum: 3, mayFail: 1, equivocations: [], protocol: { inForce: 1, firstHeight: 0, due: null }, policy, seats: [], chainSeats: [], changes: [], ...more };
}

export function statusTold(more: Partial<NodeStatus> = {}): NodeStatus {
  const heights = { headHeight: 1, finalHeight: 1, finalBlockId: 'b', finalTimeMs: 1, view: 1, leader: 0, epoch: 0 };
  return { chainId: 'c', name: 'chain', softwareVersion: '0', seat: null, committeeSeats: 0, startedAtMs: 0, protocols: { min: 1, max: 1, inForce: 1 }, peers: [], mempool: { transactions: 0, bytes: 0 }, syncing: false, rssBytes: 1, ...heights, ...more };
}
