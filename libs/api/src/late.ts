import type { ALSO_TOLD } from './problem';

interface Sent {
  readonly validUntilMs: number;
  readonly calls: readonly { readonly module: string }[];
}

/** What there is to say of a transaction that is not final in time: the block it is in, or until when one can still take it in. */
export function lateFact({ height }: { readonly height?: number }, { validUntilMs, calls }: Sent): readonly [name: keyof typeof ALSO_TOLD, value: string] {
  if (height !== undefined) return ['inBlock', String(height)];
  return [calls[0]?.module === 'kernel' ? 'decisionUntil' : 'recordUntil', timeText(validUntilMs)];
}

/** To the second, which is as exactly as people read it. A time beyond all calendars stays a number. */
function timeText(ms: number): string {
  const time = new Date(ms);
  return Number.isNaN(time.getTime()) ? String(ms) : time.toISOString().replace(/\.\d+Z$/, 'Z');
}
