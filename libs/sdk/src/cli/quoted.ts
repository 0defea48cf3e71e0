/** A word as a shell takes it, for lines that are meant to be copied: names and rules are written by anybody, and nothing of them may be run. */
export function quoted(word: string): string {
  return /^[\w.@-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
