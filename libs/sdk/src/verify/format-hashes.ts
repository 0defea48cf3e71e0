const UNITS = ['', ' thousand', ' million', ' billion', ' trillion', ' quadrillion', ' quintillion'];

/** A count of hashes for people: three digits are enough. @param count decimal */
export function formatHashes(count: string): string {
  const step = Math.min(UNITS.length - 1, Math.floor((count.length - 1) / 3));
  const whole = count.slice(0, count.length - 3 * step);
  const rest = whole.length < 3 && step > 0 ? `.${count.slice(whole.length, 3)}` : '';
  return `${whole}${rest}${UNITS[step]} ${count === '1' ? 'hash' : 'hashes'}`;
}
