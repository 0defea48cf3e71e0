const AT_ONCE = 64;
const TIMES_MAX = 32;

/**
 * What holding a pattern against one character may take at worst, about ten nanoseconds each. Linear in the text is not cheap: `(?:(?:a|aa){0,30}){0,30}` has some thousand places to be in at each character, and
 * the engine sorts them. Counted here and not asked of the library, whose next release may count otherwise.
 */
export function workOf(source: string): number {
  const parts = partsOf(source);
  return parts * Math.min(TIMES_MAX, 1 + Math.floor(parts / AT_ONCE));
}

/** Parts of a pattern, each repetition written out. */
export function partsOf(source: string): number {
  const outer: number[] = [];
  let [all, last] = [0, 0];
  for (let at = 0; at < source.length; at += 1) {
    const character = source[at]!;
    const times = character === '{' ? timesAt(source, at) : undefined;
    if (times !== undefined) {
      all += last * Math.max(0, times.most - 1);
      at += times.length - 1;
    } else if (character === '(') {
      outer.push(all);
      all = 0;
    } else {
      last = character === ')' ? all + 1 : 1;
      all = (character === ')' ? (outer.pop() ?? 0) : all) + last;
      at = endOf(source, at);
    }
  }
  return all + outer.reduce((sum, parts) => sum + parts, 0);
}

/** `{2}`, `{2,}` and `{2,30}`. */
function timesAt(source: string, at: number): { readonly most: number; readonly length: number } | undefined {
  const found = /^\{(\d{1,4})(?:,(\d{0,4}))?\}/.exec(source.slice(at, at + 11));
  return found === null ? undefined : { most: Number(found[2] || found[1]), length: found[0].length };
}

/** Of what is one part: a class, an escape such as `\d`, `\p{L}` or `\x{1F600}`, or a character. */
function endOf(source: string, at: number): number {
  if (source[at] === '[') return endOfClass(source, at);
  if (source[at] !== '\\') return at;
  const closes = source[at + 2] === '{' ? source.indexOf('}', at) : -1;
  return closes > 0 && 'pPx'.includes(source[at + 1]!) ? closes : at + 1;
}

function endOfClass(source: string, open: number): number {
  for (let at = open + 1; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1;
    else if (source[at] === ']' && at > open + 1) return at;
  }
  return source.length;
}
