import type { Words } from '@bystack/chain-core/module';

/** The largest unit of which there are two at least, so that nobody has to divide. */
const UNITS = [
  { ms: 86_400_000n, en: 'days', zh: '天' },
  { ms: 3_600_000n, en: 'hours', zh: '小时' },
  { ms: 60_000n, en: 'minutes', zh: '分钟' },
] as const;

/** How long something takes, rounded, in words. */
export function aboutWords(ms: bigint): Words {
  if (ms < 1_000n) return { en: 'less than a second', zh: '不到一秒' };
  const unit = UNITS.find((one) => ms >= 2n * one.ms);
  if (unit) return { en: `${grouped((ms + unit.ms / 2n) / unit.ms)} ${unit.en}`, zh: ` ${grouped((ms + unit.ms / 2n) / unit.ms)} ${unit.zh}` };
  const seconds = (ms + 500n) / 1_000n;
  return { en: seconds === 1n ? '1 second' : `${seconds} seconds`, zh: ` ${seconds} 秒` };
}

/** 1,200,000 */
export function grouped(whole: bigint): string {
  const digits = String(whole);
  return digits.length <= 3 ? digits : `${grouped(whole / 1_000n)},${digits.slice(-3)}`;
}
