/** Milliseconds to wait before try number `tries` (from 1): doubles up to `most`, then anywhere in the upper half of it, so that many never come at once. */
export function backoffMs(tries: number, limits: { readonly first: number; readonly most: number }): number {
  const full = Math.min(limits.most, limits.first * 2 ** Math.min(tries - 1, 30));
  return full / 2 + Math.random() * (full / 2);
}
