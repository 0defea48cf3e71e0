import { EMPTY, type Bytes } from '../../../primitives/bytes';
import { collectBatch, encodeBatch } from '../../../sync/batch';
import type { Random } from '../random';
import { blockOn, certifyBlock, type SyncChain } from './sync-chain';

/** Somebody blocks can be asked of. */
export interface SyncPeer {
  readonly isHonest: boolean;
  /** It has no blocks below. */
  readonly keptFrom: number;
  /** What it says it has; asked every second. */
  claim(head: number): number;
  /** What it answers; undefined: nothing, ever. */
  answer(fromHeight: number, head: number): Bytes | undefined;
}

/** The whole chain, or what pruning left of it; it may be a little behind. */
export function honestPeer(chain: SyncChain, keptFrom: number, behind: number): SyncPeer {
  const has = (head: number): number => Math.max(0, head - behind);
  return { isHonest: true, keptFrom, claim: has, answer: (fromHeight, head) => encodeBatch(collectBatch(chain.source(keptFrom, has(head)), fromHeight)) };
}

type Liar = Omit<SyncPeer, 'isHonest' | 'keptFrom'>;

/** Those who hinder, each in one way. */
export const SYNC_LIARS: Readonly<Record<string, (chain: SyncChain, random: Random) => Liar>> = {
  'claims what nobody has': () => ({ claim: () => 2 ** 50, answer: () => EMPTY }),
  'claims most, and is silent': (_, random) => ({ claim: (head) => head + random.below(1_000), answer: () => undefined }),
  'lowers what it claimed': (_, random) => ({ claim: (head) => (random.chance(500) ? head + 500 : 0), answer: () => EMPTY }),
  'tells old blocks again': (chain) => ({ claim: (head) => head + 9, answer: (fromHeight) => encodeBatch(collectBatch(chain.source(1, Math.max(1, fromHeight - 1)), 1)) }),
  'has a certificate of too few': (chain) => ({
    claim: (head) => head + 1,
    answer: (fromHeight, head) => {
      const blocks = chain.blocks.slice(fromHeight, Math.min(head, fromHeight + 5) + 1);
      return encodeBatch({ blocks: blocks.map(({ bytes }) => bytes), certificate: certifyBlock(blocks.at(-1) ?? chain.blocks[0]!, [0, 1]) });
    },
  }),
  'has a branch of its own': (chain) => ({
    claim: (head) => head + 2,
    answer: (fromHeight) => {
      const own = blockOn(chain.blocks[fromHeight - 1], 5);
      return encodeBatch({ blocks: [own.bytes], certificate: certifyBlock(own, [1]) });
    },
  }),
  'leaves a block out': (chain) => ({
    claim: (head) => head + 3,
    answer: (fromHeight, head) => {
      const batch = collectBatch(chain.source(1, head), fromHeight);
      return encodeBatch(batch && { ...batch, blocks: batch.blocks.toSpliced(batch.blocks.length >> 1, batch.blocks.length > 1 ? 1 : 0) });
    },
  }),
  'changes a byte': (chain, random) => ({
    claim: (head) => head + 4,
    answer: (fromHeight, head) => {
      const bytes = encodeBatch(collectBatch(chain.source(1, head), fromHeight));
      if (bytes.length > 0) bytes[random.below(bytes.length)]! ^= 1;
      return bytes;
    },
  }),
};
