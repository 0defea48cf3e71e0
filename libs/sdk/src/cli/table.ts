import { oneLine } from './printable';

/** Columns for people; wide characters count twice, so that Chinese names line up. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return columns([head, ...rows]).join('\n');
}

/** The same without a head, line by line. */
export function columns(given: readonly (readonly string[])[]): string[] {
  const rows = given.map((row) => row.map(oneLine));
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => width(row[i]))));
  return rows.map((cells) => cells.map((cell, i) => cell + ' '.repeat(widths[i] - width(cell))).join('  ').trimEnd());
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
