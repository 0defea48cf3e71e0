import { refuse, type Json } from '@bystack/chain-core/module';

/** An exact decimal number: `units` × 10^-`scale`. */
interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}
const DIGITS_MAX = 60;

function isDigits(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) < 48 || text.charCodeAt(i) > 57) return false;
  return text.length > 0;
}

/** A JSON number as a decimal text: `1e-7` becomes `0.0000001`. The digits are those of RFC 8785, so every machine writes the same. */
export function decimalText(value: number): string {
  const [digits = '', exponent] = String(value).split('e');
  if (exponent === undefined) return digits;
  const negative = digits.startsWith('-');
  const [whole = '', fraction = ''] = (negative ? digits.slice(1) : digits).split('.');
  const point = whole.length + Number(exponent);
  const all = (whole + fraction).padEnd(point, '0');
  const text = point > 0 ? `${all.slice(0, point)}.${all.slice(point)}` : `0.${'0'.repeat(-point)}${all}`;
  return `${negative ? '-' : ''}${text.endsWith('.') ? text.slice(0, -1) : text}`;
}

/** Reads `12`, `-12.50` or a JSON number; no exponent. */
function read(value: Json | bigint): Decimal {
  const text = typeof value === 'number' ? decimalText(value) : String(value);
  const negative = text.startsWith('-');
  const [whole = '', fraction, ...more] = (negative ? text.slice(1) : text).split('.');
  const fits = more.length === 0 && isDigits(whole) && (fraction === undefined || isDigits(fraction)) && text.length <= DIGITS_MAX;
  if ((typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') || !fits) {
    return refuse('NOT_A_DECIMAL', { reason: 'a decimal number is written like 12 or -12.50', value: text.slice(0, 80) });
  }
  const units = BigInt(whole + (fraction ?? ''));
  return { units: negative ? -units : units, scale: fraction?.length ?? 0 };
}

function write({ units, scale }: Decimal): string {
  const sign = units < 0n ? '-' : '';
  const text = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  let end = text.length;
  while (end > text.length - scale && text[end - 1] === '0') end -= 1;
  const fraction = text.slice(text.length - scale, end);
  return `${sign}${text.slice(0, text.length - scale)}${fraction === '' ? '' : `.${fraction}`}`;
}

function align(a: Decimal, b: Decimal): { a: bigint; b: bigint; scale: number } {
  const scale = Math.max(a.scale, b.scale);
  return { a: a.units * 10n ** BigInt(scale - a.scale), b: b.units * 10n ** BigInt(scale - b.scale), scale };
}

export function addDecimals(left: Json | bigint, right: Json | bigint): string {
  const { a, b, scale } = align(read(left), read(right));
  return write({ units: a + b, scale });
}
export function subtractDecimals(left: Json | bigint, right: Json | bigint): string {
  const { a, b, scale } = align(read(left), read(right));
  return write({ units: a - b, scale });
}
export function multiplyDecimals(left: Json | bigint, right: Json | bigint): string {
  const [a, b] = [read(left), read(right)];
  return write({ units: a.units * b.units, scale: a.scale + b.scale });
}
/** -1, 0 or 1. */
export function compareDecimals(left: Json | bigint, right: Json | bigint): number {
  const { a, b } = align(read(left), read(right));
  return a < b ? -1 : a > b ? 1 : 0;
}
