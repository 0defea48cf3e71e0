/** From the largest; `en` of one, and `s` where there are more. */
const UNITS = [
  { ms: 86_400_000n, en: 'day', zh: '天' },
  { ms: 3_600_000n, en: 'hour', zh: '小时' },
  { ms: 60_000n, en: 'minute', zh: '分钟' },
  { ms: 1_000n, en: 'second', zh: '秒' },
  { ms: 1n, en: 'ms', zh: '毫秒' },
] as const;

interface Words {
  readonly en: string;
  readonly zh: string;
}

/** How long something takes, exactly, in the largest unit that goes into it: `14 days`, `90 minutes`, `1 hour`, `400 ms`. Chinese numbers have a space before them, as between other words of a sentence. @param ms parts of one do not count, nor what is below 0 or more than can be counted: what others tell may be anything */
export function durationWords(ms: number | bigint): Words {
  const all = wholeOf(ms);
  const unit = all === 0n ? UNITS[3] : UNITS.find((one) => all % one.ms === 0n)!;
  const count = all / unit.ms;
  return { en: `${grouped(count)} ${unit.en}${count === 1n || unit.ms === 1n ? '' : 's'}`, zh: ` ${grouped(count)} ${unit.zh}` };
}

/** About how long, rounded to the largest unit of which there are two at least, so that nobody has to divide. */
export function aboutWords(ms: number | bigint): Words {
  const all = wholeOf(ms);
  if (all < 1_000n) return { en: 'less than a second', zh: '不到一秒' };
  const unit = UNITS.find((one) => all >= 2n * one.ms && one.ms >= 1_000n) ?? UNITS[3];
  return durationWords(((all + unit.ms / 2n) / unit.ms) * unit.ms);
}

function wholeOf(ms: number | bigint): bigint {
  if (typeof ms === 'bigint') return ms < 0n ? 0n : ms;
  return BigInt(ms > 0 ? Math.round(Math.min(ms, Number.MAX_SAFE_INTEGER)) : 0);
}

/** 1,200,000 */
export function grouped(whole: bigint): string {
  const digits = String(whole);
  return digits.length <= 3 ? digits : `${grouped(whole / 1_000n)},${digits.slice(-3)}`;
}
