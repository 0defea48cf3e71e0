import { linearPattern, refuse } from '@bystack/chain-core/module';
import { LIMITS } from '../limits';
import { workOf } from './pattern-parts';

/** Matches in time linear in the text: patterns come from packages and texts from anybody, so JavaScript's own engine is never used. */
export interface Pattern {
  test(text: string): boolean;
  /** What holding it against one character may take at worst. */
  readonly work: number;
}

/** @returns the place of the bracket that closes the one at `open`, or -1. */
function closing(source: string, open: number): number {
  let depth = 0;
  let inClass = false;
  for (let at = open; at < source.length; at += 1) {
    const character = source[at];
    if (character === '\\') at += 1;
    else if (inClass) inClass = character !== ']';
    else if (character === '[') inClass = true;
    else if (character === '(') depth += 1;
    else if (character === ')') {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}

/** `(?i…)`: folding case asks the Unicode tables of the machine's own JavaScript, which are not the same in every release. */
function foldsCase(source: string): boolean {
  for (let at = source.indexOf('(?'); at >= 0; at = source.indexOf('(?', at + 2)) {
    for (let flag = at + 2; 'imsU-'.includes(source[flag] ?? ' '); flag += 1) if (source[flag] === 'i') return true;
  }
  return false;
}

/**
 * Compiles an unanchored pattern, as JSON Schema has it. Linear engines know no look-ahead; the one form that industry schemas need,
 * `^(?!X)Y`, means "does not begin with X, and begins with Y", which two linear matches answer exactly.
 */
export function compilePattern(source: string, path: string): Pattern {
  if (source.length > LIMITS.patternBytesMax) refuse('PATTERN_TOO_LONG', { path, reason: `patterns have at most ${LIMITS.patternBytesMax} characters` });
  if (foldsCase(source)) refuse('PATTERN_NOT_LINEAR', { path, reason: 'patterns cannot ignore case: write [Aa]' });
  try {
    const work = workOf(source);
    if (!source.startsWith('^(?!')) return withWork(linearPattern(source), work);
    const end = closing(source, 1);
    const rest = source.slice(end + 1);
    // In `^(?!X)|Y` the look-ahead guards one alternative only; that is another meaning.
    if (end < 0 || rest.includes('|')) throw new Error('unbalanced look-ahead');
    const forbidden = linearPattern(`^(?:${source.slice(4, end)})`);
    const required = rest === '' ? undefined : linearPattern(`^(?:${rest})`);
    return { work, test: (text) => !forbidden.test(text) && (required === undefined || required.test(text)) };
  } catch {
    return refuse('PATTERN_NOT_LINEAR', { path, reason: 'this pattern cannot be matched in linear time (no look-around, no back-references)' });
  }
}

function withWork(pattern: { test(text: string): boolean }, work: number): Pattern {
  return { work, test: (text) => pattern.test(text) };
}
