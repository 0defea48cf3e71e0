import { RE2JS } from 're2js';

/** A pattern that is matched in time linear in the text, whoever wrote pattern and text: JS RegExp never sees them. */
export interface LinearPattern {
  /** Whether the pattern occurs anywhere in `text` (anchor with ^ and $ for a whole match). */
  test(text: string): boolean;
  toString(): string;
}

/** @throws RE2JSSyntaxException for what RE2 does not know: look-around and back-references. */
export function linearPattern(pattern: string): LinearPattern {
  const compiled = RE2JS.compile(pattern);
  return { test: (text) => compiled.matcher(text).find(), toString: () => `/${pattern}/u` };
}
