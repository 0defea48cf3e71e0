/** What names look like. Judged by character, not by pattern: this runs in every node at start, which needs no pattern engine for it. */
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';

/** Name of a module: kebab-case. */
export function isModuleName(text: string): boolean {
  return startsWith(text, LOWER) && text.split('-').every((part) => consistsOf(part, LOWER + DIGITS));
}

/** Name of a command, query, event or method: parts of letters and digits with `-` or `.` between them. */
export function isWord(text: string): boolean {
  return (
    startsWith(text, LOWER) &&
    text.split('.').every((section) => section.split('-').every((part) => consistsOf(part, LOWER + UPPER + DIGITS)))
  );
}

/** x.y.z */
export function isVersion(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 3 && parts.every((part) => consistsOf(part, DIGITS));
}

/** Code of a refusal: UPPER_SNAKE. */
export function isUpperSnake(text: string): boolean {
  return startsWith(text, UPPER) && text.split('_').every((part) => consistsOf(part, UPPER + DIGITS));
}

function startsWith(text: string, alphabet: string): boolean {
  return text.length > 0 && alphabet.includes(text[0]!);
}

function consistsOf(text: string, alphabet: string): boolean {
  return text.length > 0 && [...text].every((character) => alphabet.includes(character));
}
