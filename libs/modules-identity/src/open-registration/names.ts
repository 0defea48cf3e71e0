/** Whether a name prints as it is: composed, no control characters, no spaces at its ends, none doubled. */
export function isCleanName(name: string): boolean {
  if (name !== name.trim() || name === '' || name.includes('  ') || name !== name.normalize('NFC')) return false;
  for (const character of name) {
    const code = character.codePointAt(0)!;
    // Controls, and the marks that make text run backwards or vanish.
    const hidden = code < 32 || (code >= 127 && code < 160) || (code >= 0x200b && code <= 0x200f) || (code >= 0x202a && code <= 0x202e) || (code >= 0x2060 && code <= 0x206f) || code === 0xfeff;
    if (hidden) return false;
  }
  return true;
}

/** Names that differ only in ASCII case or spacing are the same name to a reader. Full case folding would depend on the Unicode tables of the machine. */
export function comparedName(name: string): string {
  let compared = '';
  for (const character of name) {
    if (character >= 'A' && character <= 'Z') compared += String.fromCharCode(character.charCodeAt(0) + 32);
    else if (character !== ' ' && character !== '\u00a0') compared += character;
  }
  return compared;
}
