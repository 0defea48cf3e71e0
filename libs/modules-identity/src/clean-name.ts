/** Controls, accents that stand alone (so that a letter has one spelling), and marks that make text vanish or run backwards. */
const FORBIDDEN: readonly (readonly [number, number])[] = [[0, 31], [127, 160], [0x0300, 0x036f], [0x2000, 0x200f], [0x2028, 0x202f], [0x205f, 0x206f], [0x3000, 0x3000], [0xfe00, 0xfe0f], [0xfeff, 0xfeff]];

/**
 * Whether a name prints as it is: no spaces at its ends, none doubled, nothing of the above. Fixed ranges rather than JavaScript's Unicode
 * functions, whose tables change from one release to the next.
 */
export function isCleanName(name: string): boolean {
  if (name === '' || name.startsWith(' ') || name.endsWith(' ') || name.includes('  ')) return false;
  for (const character of name) {
    const code = character.codePointAt(0)!;
    if (FORBIDDEN.some(([from, to]) => code >= from && code <= to)) return false;
  }
  return true;
}

/** Names that differ only in ASCII case or spacing are the same name to a reader. Full case folding would depend on the Unicode tables of the machine. */
export function comparedName(name: string): string {
  let compared = '';
  for (const character of name) {
    if (character >= 'A' && character <= 'Z') compared += String.fromCharCode(character.charCodeAt(0) + 32);
    else if (character !== ' ') compared += character;
  }
  return compared;
}
