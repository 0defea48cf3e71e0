import type { EpochPast } from '../consensus/bft/options';
import { LEADER_VIEWS_MAX } from '../consensus/bft/leader-record';
import type { Bytes } from '../primitives/bytes';
import { decodeHeader, HEADER_BYTES } from '../protocol/codec';
import type { BlockHeader } from '../protocol/block';

/** Reads from the chain on disk what decides who leads: the newest blocks of the epoch. A node that holds no older ones knows less. */
export function readEpochPast(final: BlockHeader, epoch: number, store: { block(height: number): Bytes | undefined }): EpochPast {
  const blocks: BlockHeader[] = [];
  for (let header: BlockHeader | undefined = final; header !== undefined; header = headerAt(store, header.height - 1)) {
    if (header.height === 0 || header.epoch !== epoch) return { epochView: header.view, blocks: blocks.reverse() };
    blocks.push(header);
    if (header.view <= final.view - LEADER_VIEWS_MAX) break;
  }
  return { epochView: undefined, blocks: blocks.reverse() };
}

function headerAt(store: { block(height: number): Bytes | undefined }, height: number): BlockHeader | undefined {
  const bytes = store.block(height);
  return bytes && decodeHeader(bytes.subarray(0, HEADER_BYTES));
}
