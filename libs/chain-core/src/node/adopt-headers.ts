import type { Bytes, Hash } from '../primitives/bytes';
import { equalBytes } from '../primitives/bytes';
import type { SealedBlock } from '../protocol/block';
import { decodeHeader } from '../protocol/codec';
import { blockId } from '../protocol/ids';
import type { ChainStore, HeaderBase, HeaderFile } from '../storage';
import { SNAPSHOT } from '../sync';
import { nextTurn } from './clock';
import { WorkHeadersDir } from './work-headers-dir';

/**
 * Keeps the headers that lead to a block whose state was taken: nodes of a chain of proof of work have all of them, for evidence and for those who come after
 * them. What is left of blocks that this node had are their headers, too. Repeating it does no harm. They lead to it (`leadTo`).
 */
export async function adoptHeaders(dir: string, store: ChainStore, block: SealedBlock): Promise<void> {
  const kept = new WorkHeadersDir(dir).best();
  try {
    const base = kept.base!;
    while (store.keptFrom <= base.height) await store.prune(base.height + 1, SNAPSHOT.headersMax);
    for (let from = base.height + 1; from < block.header.height; from += SNAPSHOT.headersMax) {
      const end = Math.min(from + SNAPSHOT.headersMax, block.header.height);
      await store.addHeaders(from, Array.from({ length: end - from }, (_, i) => kept.at(from + i)!.bytes));
    }
  } finally {
    kept.close();
  }
}

/** Whether the headers that were kept are those that lead to a block: what was damaged since they came does not. */
export async function leadTo(dir: string, block: SealedBlock): Promise<boolean> {
  const kept = new WorkHeadersDir(dir).best();
  try {
    return kept.base !== undefined && kept.top >= block.header.height && (await areLinked(block, kept, kept.base));
  } finally {
    kept.close();
  }
}

/** Whether what is final here is on the branch whose state was taken; of the block itself it is not asked. */
export function standsOnFinal(dir: string, { height, blockId: id }: { readonly height: number; readonly blockId: Hash }): boolean {
  const kept = new WorkHeadersDir(dir).best();
  try {
    const header = kept.at(height)?.bytes;
    return equalBytes(id, header === undefined ? (kept.base?.id ?? id) : blockId(header));
  } finally {
    kept.close();
  }
}

/** Each header is named by the one after it; that their work was done was seen when they came. */
async function areLinked(block: SealedBlock, kept: HeaderFile, base: HeaderBase): Promise<boolean> {
  let { parentId } = block.header;
  for (let height = block.header.height - 1; height > base.height; height -= 1) {
    const { bytes }: { readonly bytes: Bytes } = kept.at(height)!;
    if (!equalBytes(blockId(bytes), parentId)) return false;
    ({ parentId } = decodeHeader(bytes));
    if (height % SNAPSHOT.headersMax === 0) await nextTurn();
  }
  return equalBytes(parentId, base.id);
}
