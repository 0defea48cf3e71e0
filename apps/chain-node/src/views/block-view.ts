import type { BlockSummary, BlockView } from '@bystack/api';
import type { ActiveModules } from '@bystack/chain-core/module/active-modules';
import type { ChainReader } from '@bystack/chain-core/node';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import type { BlockHeader, SealedBlock } from '@bystack/chain-core/protocol/block';
import { decodeCertificate } from '@bystack/chain-core/protocol/codec';
import { blockId } from '@bystack/chain-core/protocol/ids';
import { readSigners } from '@bystack/chain-core/protocol/signers';
import { transactionView } from './transaction-view';

export function blockSummary(header: BlockHeader, id: Uint8Array, sizeBytes: number): BlockSummary {
  const { height, parentId, timeMs, view, proposer, transactionCount } = header;
  return { height, blockId: toHex(id), parentId: toHex(parentId), timeMs, view, proposer, transactionCount, sizeBytes };
}

/** Summary of a final block without decoding its transactions; undefined above the newest. */
export function summaryAt(reader: ChainReader, height: number): BlockSummary | undefined {
  const found = reader.header(height);
  return found && blockSummary(found.header, blockId(found.bytes), found.blockBytes);
}

export async function blockView(block: SealedBlock, reader: ChainReader, modules: ActiveModules, seats: number): Promise<BlockView> {
  const { header, id, bytes, transactions } = block;
  const resultLeaves = reader.resultLeaves(header.height);
  return {
    ...blockSummary(header, id, bytes.length),
    stateRoot: toHex(header.stateRoot),
    transactionsRoot: toHex(header.transactionsRoot),
    resultsRoot: toHex(header.resultsRoot),
    certificate: await certificateView(reader, header.height, seats),
    transactions: transactions.map((transaction, index) => transactionView(transaction, 'final', modules, { block, index, resultLeaves })),
  };
}

async function certificateView(reader: ChainReader, height: number, seats: number): Promise<BlockView['certificate']> {
  const found = await reader.certificateFrom(height);
  if (found === undefined) return { height, signers: [] };
  return { height: found.height, signers: readSigners(decodeCertificate(found.certificate).signers, seats) ?? [] };
}
