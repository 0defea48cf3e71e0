/** The names that are the fewest changes of a letter away from what was typed, at most one for every three letters: what is further off was meant to be something else. */
export function didYouMean(typed: readonly string[], names: readonly string[]): readonly string[] {
  const told = names.map((name) => ({ name, changes: changesBetween(typed.slice(0, name.split(' ').length).join(' '), name) }));
  const fewest = Math.min(...told.map(({ changes }) => changes));
  return told.filter(({ name, changes }) => changes === fewest && changes * 3 <= name.length).map(({ name }) => name);
}

/** Letters to put in, to leave out, to change, or to swap with the next one, until one text is the other. */
export function changesBetween(a: string, b: string): number {
  let [earlier, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1), isSwapped ? earlier[j - 2]! + 1 : Infinity));
    }
    [earlier, last] = [last, row];
  }
  return last[b.length]!;
}
