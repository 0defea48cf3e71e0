import type { BlockSummary, BlockView } from '@bystack/api';
import type { ChainNode } from '@bystack/chain-core/node';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import type { BlockHeader, SealedBlock } from '@bystack/chain-core/protocol/block';
import { decodeBlockResult } from '@bystack/chain-core/protocol/codec';
import { decodeFinalityProof } from '@bystack/chain-core/protocol/finality-proof';
import { blockId } from '@bystack/chain-core/protocol/ids';
import { readSigners } from '@bystack/chain-core/protocol/signers';
import { seatLabels } from './committee-view';
import { blockEffects } from './moved-view';
import { eventView, transactionView } from './transaction-view';

export function blockSummary(node: ChainNode, header: BlockHeader, id: Uint8Array, sizeBytes: number): BlockSummary {
  const { height, parentId, timeMs, epoch, view, proposer, transactionCount } = header;
  const proposerLabel = height === 0 ? undefined : seatLabels(node, epoch)[proposer];
  return { height, blockId: toHex(id), parentId: toHex(parentId), timeMs, epoch, view, proposer, ...(proposerLabel !== undefined && { proposerLabel }), transactionCount, sizeBytes };
}

/** Summary of a final block without decoding its transactions; undefined above the newest. */
export function summaryAt(node: ChainNode, height: number): BlockSummary | undefined {
  const found = node.reader.header(height);
  return found && blockSummary(node, found.header, blockId(found.bytes), found.blockBytes);
}

export async function blockView(block: SealedBlock, node: ChainNode): Promise<BlockView> {
  const { reader } = node;
  const { header, id, bytes, transactions } = block;
  const resultLeaves = reader.resultLeaves(header.height);
  const modules = node.answers.modulesAt(header.height);
  const { events, effects } = decodeBlockResult(resultLeaves.at(-1)!);
  return {
    ...blockSummary(node, header, id, bytes.length),
    stateRoot: toHex(header.stateRoot),
    transactionsRoot: toHex(header.transactionsRoot),
    resultsRoot: toHex(header.resultsRoot),
    certificate: await certificateView(node, header.height),
    transactions: transactions.map((transaction, index) => transactionView(transaction, 'final', modules, { block, index, resultLeaves })),
    events: events.map((event) => eventView(event, header.height)),
    effects: await blockEffects(node, effects, header.height),
  };
}

/** Signers by the committee of the certificate's own epoch. */
async function certificateView(node: ChainNode, height: number): Promise<BlockView['certificate']> {
  const found = await node.reader.certificateFrom(height);
  if (found === undefined) return { height, signers: [], labels: [] };
  const { epoch, signers: bitmap } = decodeFinalityProof(found.certificate);
  const names = seatLabels(node, epoch);
  const signers = readSigners(bitmap, names.length) ?? [];
  return { height: found.height, signers, labels: signers.map((place) => names[place]!) };
}
