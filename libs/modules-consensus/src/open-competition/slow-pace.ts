import { aboutWords, grouped, type Words } from '@bystack/chain-core/module';
import type { Pace } from './first-work';

/** What people reckon with, being easy to reckon with: less than one thread of a usual processor makes. */
const HASHES_PER_SECOND = 1_000_000n;
/** With so many times as much the first blocks come at their pace; whoever has more than that knows it. */
const TIMES_MAX = 100n;
const DAY_MS = 86_400_000n;

/** Where the first block is far away, as nobody can tell from a chain that stands still: the work follows the pace only once blocks are there. */
export function warnOfTooMuchWork({ targetSpacingMs, initialWork }: Pace): readonly Words[] {
  const [work, spacingMs] = [BigInt(initialWork), BigInt(targetSpacingMs)];
  const firstMs = (work * 1_000n) / HASHES_PER_SECOND;
  if (firstMs <= TIMES_MAX * spacingMs) return [];
  const [first, spacing] = [aboutWords(firstMs), aboutWords(spacingMs)];
  const needed = grouped((work * 1_000n) / spacingMs);
  return [{
    en: `The first blocks take ${grouped(work)} hashes each, which is much: at one million hashes a second a block takes about ${first.en}, instead of ${spacing.en}, and until the first blocks are there the work does not follow the pace. It takes ${needed} hashes a second for them to come in time. Unless the miners have that many, begin with less work.`,
    zh: `最初的区块每个需 ${grouped(work)} 次哈希，工作量很大：以每秒一百万次哈希计，一个区块约需${first.zh}，而不是${spacing.zh}；在最初的区块产生之前，工作量不会跟上节奏。要按时出块，需每秒 ${needed} 次哈希。若矿工没有这样的算力，请减小起始工作量。`,
  }];
}

/** Where records are final a day after they were made, or later, at the pace that is meant. */
export function warnOfLateFinality({ targetSpacingMs, finalDepth }: Pace): readonly Words[] {
  const finalMs = BigInt(targetSpacingMs) * BigInt(finalDepth);
  if (finalMs < DAY_MS) return [];
  const [late, spacing] = [aboutWords(finalMs), aboutWords(BigInt(targetSpacingMs))];
  return [{
    en: `Records become final only after about ${late.en}: ${finalDepth} blocks must stand on them, and a block comes every ${spacing.en}. A chain is founded once its first block is there. For records to be final sooner, choose a shorter time between blocks, or fewer blocks.`,
    zh: `记录约${late.zh}后才成为最终：其上须有 ${finalDepth} 个区块，而约每${spacing.zh}才出一个区块。第一个区块产生后，链才算创建完成。若要更快成为最终，请缩短出块间隔或减少区块数。`,
  }];
}
