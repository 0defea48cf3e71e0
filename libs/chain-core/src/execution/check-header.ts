import { equalBytes, type Hash } from '../primitives/bytes';
import type { RefusalFacts } from '../primitives/refusal';
import type { BlockHeader, SealedBlock } from '../protocol/block';
import type { GenesisDocument } from '../protocol/genesis';
import { BlockInvalid } from './errors';

/** The block a block stands on. */
export interface ParentBlock {
  readonly id: Hash;
  readonly header: BlockHeader;
}

/** What a header must say because of its parent and the chain. The proposer's turn and the voter's clock are judged by consensus and node. */
export function checkHeader({ header, bytes }: SealedBlock, parent: ParentBlock, genesis: GenesisDocument): void {
  const wrong = (code: string, facts?: RefusalFacts): never => {
    throw new BlockInvalid(code, facts);
  };
  if (header.protocolVersion !== genesis.protocolVersion) wrong('WRONG_PROTOCOL_VERSION', { protocolVersion: header.protocolVersion });
  if ((header.work !== undefined) !== (genesis.consensus.engine === 'pow')) wrong('WRONG_ENGINE');
  if (!equalBytes(header.chainId, parent.header.chainId)) wrong('WRONG_CHAIN');
  if (header.height !== parent.header.height + 1) wrong('WRONG_HEIGHT', { height: header.height, parentHeight: parent.header.height });
  if (!equalBytes(header.parentId, parent.id)) wrong('WRONG_PARENT');
  if (header.timeMs <= parent.header.timeMs) wrong('TIME_NOT_ABOVE_PARENT', { timeMs: header.timeMs, parentTimeMs: parent.header.timeMs });
  if (header.view <= parent.header.view && parent.header.height > 0) wrong('VIEW_NOT_ABOVE_PARENT', { view: header.view });
  // Committees do not change in this protocol version: one epoch, one committee.
  if (header.epoch !== parent.header.epoch) wrong('WRONG_EPOCH', { epoch: header.epoch });
  if (!equalBytes(header.committeeHash, parent.header.nextCommitteeHash)) wrong('WRONG_COMMITTEE');
  if (!equalBytes(header.nextCommitteeHash, header.committeeHash)) wrong('WRONG_NEXT_COMMITTEE');
  if (bytes.length > genesis.limits.blockBytesMax) wrong('BLOCK_TOO_LARGE', { bytes: bytes.length });
  if (header.transactionCount > genesis.limits.blockTransactionsMax)
    wrong('TOO_MANY_TRANSACTIONS', { transactionCount: header.transactionCount });
}
