import { equalBytes, type Hash } from '../primitives/bytes';
import type { RefusalFacts } from '../primitives/refusal';
import type { BlockHeader, SealedBlock } from '../protocol/block';
import { endsEpoch, epochAfter, isClosing } from '../protocol/epoch';
import type { GenesisDocument } from '../protocol/genesis';
import { BlockInvalid } from './errors';

/** The block a block stands on. */
export interface ParentBlock {
  readonly id: Hash;
  readonly header: BlockHeader;
}

/** Only the last block of an epoch is closed, and nothing happens in a block that closes it. */
function isClosingRight(header: BlockHeader, parent: BlockHeader): boolean {
  const changesNothing = header.transactionCount === 0 && equalBytes(header.stateRoot, parent.stateRoot) && equalBytes(header.nextCommitteeHash, parent.nextCommitteeHash);
  return endsEpoch(parent) && changesNothing;
}

/** What a header must say because of its parent and the chain. The proposer's turn and the voter's clock are judged by consensus and node. @throws BlockInvalid, the first that applies. */
export function checkHeader({ header, bytes }: SealedBlock, parent: ParentBlock, genesis: GenesisDocument): void {
  const wrong = (code: string, facts?: RefusalFacts): never => {
    throw new BlockInvalid(code, facts);
  };
  if (header.protocolVersion !== genesis.protocolVersion) wrong('WRONG_PROTOCOL_VERSION', { protocolVersion: header.protocolVersion });
  if ((header.work !== undefined) !== (genesis.consensus.engine === 'pow')) wrong('WRONG_ENGINE');
  if (!equalBytes(header.chainId, parent.header.chainId)) wrong('WRONG_CHAIN');
  if (header.height !== parent.header.height + 1) wrong('WRONG_HEIGHT', { height: header.height, parentHeight: parent.header.height });
  if (!equalBytes(header.parentId, parent.id) || (isClosing(parent.header) && !isClosing(header))) wrong('WRONG_PARENT');
  if (header.timeMs <= parent.header.timeMs) wrong('TIME_NOT_ABOVE_PARENT', { timeMs: header.timeMs, parentTimeMs: parent.header.timeMs });
  if (header.view <= parent.header.view && parent.header.height > 0) wrong('VIEW_NOT_ABOVE_PARENT', { view: header.view });
  if (header.work !== undefined && (header.view !== header.height || header.proposer !== 0)) wrong('WRONG_PROPOSER');
  // Which committee comes next is known when the block has been executed; a closing block goes on in the epoch of its parent.
  const closes = isClosing(header);
  if (header.epoch !== (closes ? parent.header.epoch : epochAfter(parent.header))) wrong('WRONG_EPOCH', { epoch: header.epoch });
  if (!equalBytes(header.committeeHash, closes ? parent.header.committeeHash : parent.header.nextCommitteeHash)) wrong('WRONG_COMMITTEE');
  if (closes && (header.work !== undefined || !isClosingRight(header, parent.header))) wrong('WRONG_CLOSING_BLOCK');
  if (bytes.length > genesis.limits.blockBytesMax) wrong('BLOCK_TOO_LARGE', { bytes: bytes.length });
  if (header.transactionCount > genesis.limits.blockTransactionsMax)
    wrong('TOO_MANY_TRANSACTIONS', { transactionCount: header.transactionCount });
}
