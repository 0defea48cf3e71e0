/** How many hexadecimal digits, and nothing else, a pattern of a schema asks for, as its digits say; undefined: it asks for something else. */
export function hexDigitsOf(pattern: unknown): string | undefined {
  return /^\^\[0-9a-f\]\{(\d+)\}\$$/.exec(String(pattern ?? ''))?.[1];
}
