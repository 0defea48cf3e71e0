/**
 * Words of the catalogue with facts in them: `{name}` takes the fact of that name, `{name+1}` one that is counted from 0 as people count, from 1.
 * A fact that is not there leaves its place as it stands.
 */
export function fillWords(words: string, facts: Readonly<Record<string, unknown>>): string {
  return words.replace(/\{(\w+)(\+1)?\}/g, (whole, name: string, fromOne: string | undefined) => {
    if (!Object.hasOwn(facts, name)) return whole;
    const fact = facts[name];
    return String(fromOne !== undefined && typeof fact === 'number' ? fact + 1 : fact);
  });
}

/** Whether every fact that the words name was there. */
export function isFilled(words: string): boolean {
  return !/\{\w+(\+1)?\}/.test(words);
}
