/** Columns for people; wide characters count twice, so that Chinese names line up. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(...[title, ...rows.map((row) => row[i])].map(width)));
  const line = (cells: readonly string[]) => cells.map((cell, i) => cell + ' '.repeat(widths[i] - width(cell))).join('  ').trimEnd();
  return [line(head), ...rows.map(line)].join('\n');
}

function width(cell: string): number {
  return [...cell].reduce((sum, character) => sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(character) ? 2 : 1), 0);
}

/** `1 entry`, `300 entries`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

export function when(timeMs: number | null): string {
  return timeMs === null ? '-' : new Date(timeMs).toISOString().replace('T', ' ').replace(/\.\d+Z$/, 'Z');
}
