import { aboutWords, grouped, type Words } from '@bystack/chain-core/module';

/** What one thread of a usual processor tries in a second, or so (docs/BENCHMARKS.md). */
const HASHES_PER_SECOND = 3_000_000n;

export interface Pace {
  readonly targetSpacingMs: number;
  readonly finalDepth: number;
  readonly initialWork: number;
}

/** Where even one thread finds the first blocks more than twice as quickly as they are meant to come. */
export function warnOfFirstWork({ targetSpacingMs, finalDepth, initialWork }: Pace): readonly Words[] {
  const firstMs = (BigInt(initialWork) * 1_000n) / HASHES_PER_SECOND;
  if (2n * firstMs >= BigInt(targetSpacingMs)) return [];
  const [soon, meant, spacing] = [BigInt(finalDepth) * firstMs, BigInt(finalDepth) * BigInt(targetSpacingMs), BigInt(targetSpacingMs)].map((ms) => aboutWords(ms)) as [Words, Words, Words];
  const [work, better] = [BigInt(initialWork), (HASHES_PER_SECOND * BigInt(targetSpacingMs)) / 1_000n].map(grouped);
  return [{
    en: `The first blocks take ${work} hashes each, which is little: one thread of one processor makes enough of them in ${soon.en}. Until the work has followed the pace, records become final that quickly instead of in about ${meant.en}, and whoever has a little more computing power than the miners can undo them. If that matters, begin with as many hashes as the miners make in ${spacing.en}: about ${better} for each thread.`,
    zh: `最初的区块每个只需 ${work} 次哈希，工作量很小：单个处理器的一个线程在${soon.zh}内即可完成所需的全部区块。在工作量跟上节奏之前，记录会在如此短的时间内就成为最终，而不是约${meant.zh}；计算能力稍强于矿工者即可撤销它们。若这很重要，请将起始工作量设为矿工在${spacing.zh}内的哈希次数：每个线程约 ${better} 次。`,
  }];
}
