import type { Json } from '@bystack/api';

const PLAIN = /^-?(\d+\.?\d*|\.\d+)$/;
/** More digits than this a number does not hold exactly. */
const DIGITS_MAX = 15;

/** What somebody typed, as a number if it is one that can be held exactly; else the text itself, which the schema refuses in words: nothing becomes another number. Nothing typed is undefined. */
export function readTyped(text: string): number | string | undefined {
  const typed = text.trim();
  if (typed === '') return undefined;
  const digits = typed.replace(/[-.]/g, '').replace(/^0+/, '');
  return PLAIN.test(typed) && digits.length <= DIGITS_MAX ? Number(typed) : typed;
}

/** Plain digits again, so that a number is shown as it could be typed. */
export function typedOf(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 20 }) : '';
}
