import type { EpochPast } from '../consensus/bft/options';
import { LEADER_VIEWS_MAX } from '../consensus/bft/leader-record';
import type { Bytes } from '../primitives/bytes';
import { decodeHeader } from '../protocol/codec';
import type { BlockHeader } from '../protocol/block';

interface HeaderSource {
  /** Encoded. */
  header(height: number): { readonly bytes: Bytes } | undefined;
}

/** Reads from the chain on disk what decides who leads: the newest blocks of the epoch. A node that holds no older ones knows less. */
export function readEpochPast(final: BlockHeader, epoch: number, store: HeaderSource): EpochPast {
  const blocks: BlockHeader[] = [];
  for (let header: BlockHeader | undefined = final; header !== undefined; header = headerAt(store, header.height - 1)) {
    if (header.height === 0 || header.epoch !== epoch) return { epochView: header.view, blocks: blocks.reverse() };
    blocks.push(header);
    if (header.view <= final.view - LEADER_VIEWS_MAX) break;
  }
  return { epochView: undefined, blocks: blocks.reverse() };
}

/**
 * The headers from which another node reads the same, newest first, without that of `final` itself. The first of another epoch is among them, for where the
 * epoch began.
 */
export function headersOfPast(final: BlockHeader, store: HeaderSource): readonly Bytes[] {
  const past: Bytes[] = [];
  for (let { height, view, epoch } = final; height > 0 && epoch === final.epoch && view > final.view - LEADER_VIEWS_MAX; ) {
    const found = store.header(height - 1);
    if (found === undefined) break;
    past.push(found.bytes);
    ({ height, view, epoch } = decodeHeader(found.bytes));
  }
  return past;
}

function headerAt(store: HeaderSource, height: number): BlockHeader | undefined {
  const found = store.header(height);
  return found && decodeHeader(found.bytes);
}
