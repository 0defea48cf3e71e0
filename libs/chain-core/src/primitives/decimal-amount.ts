/** Digits after the point that people may see of an amount: a signed 64-bit number has no more than 19 in all. */
export const DECIMALS_MAX = 18;

/** An amount in an asset's smallest unit as people write it: 150 with two decimals is 1.50. */
export function shownAmount(units: bigint, decimals: number): string {
  if (decimals === 0) return String(units);
  const digits = String(units).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** @returns undefined for what is no amount above zero, or has more decimals than the asset */
export function unitsOf(text: string, decimals: number): bigint | undefined {
  const [whole = '', part = '', ...more] = text.trim().split('.');
  const isPlain = (digits: string): boolean => [...digits].every((digit) => digit >= '0' && digit <= '9');
  if (more.length > 0 || whole === '' || whole.length > 40 || part.length > decimals || !isPlain(whole) || !isPlain(part)) return undefined;
  const units = BigInt(whole + part.padEnd(decimals, '0'));
  return units > 0n ? units : undefined;
}

/** What a definition says about decimals; anybody may have written it. */
export function decimalsIn(document: unknown): number {
  const { decimals } = (typeof document === 'object' && document !== null ? document : {}) as { decimals?: unknown };
  return typeof decimals === 'number' && Number.isInteger(decimals) && decimals >= 0 && decimals <= DECIMALS_MAX ? decimals : 0;
}
