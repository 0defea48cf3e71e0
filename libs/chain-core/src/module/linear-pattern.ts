/** A pattern that is matched in time linear in the text, whoever wrote pattern and text: JS RegExp never sees them. */
export interface LinearPattern {
  /** Whether the pattern occurs anywhere in `text` (anchor with ^ and $ for a whole match). */
  test(text: string): boolean;
  toString(): string;
}

/** @throws RE2JSSyntaxException for what RE2 does not know: look-around and back-references. */
export function linearPattern(pattern: string): LinearPattern {
  const compiled = re2().compile(pattern);
  return { test: (text) => compiled.test(text), toString: () => `/${pattern}/u` };
}

/** The same for a pattern of our own that is known to be right: compiled at its first use. */
export function lazyPattern(pattern: string): Pick<LinearPattern, 'test'> {
  let compiled: LinearPattern | undefined;
  return {
    test(text) {
      compiled ??= linearPattern(pattern);
      return compiled.test(text);
    },
  };
}

/** Loaded at the first pattern: most nodes never need one, and it takes longer to load than the rest of a module. */
function re2(): typeof import('re2js').RE2JS {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('re2js') as typeof import('re2js')).RE2JS;
}
