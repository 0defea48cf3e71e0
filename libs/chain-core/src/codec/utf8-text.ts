import type { Bytes } from '../primitives/bytes';

// ignoreBOM: a byte order mark stays in the text (and is refused later) instead of vanishing, so that text and bytes map one to one.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @returns the text, or undefined when the bytes are not UTF-8. */
export function decodeUtf8(bytes: Bytes): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Whether every surrogate in `text` has its partner, so that the text has a UTF-8 form. */
export function isWellFormed(text: string): boolean {
  return (text as unknown as { isWellFormed(): boolean }).isWellFormed();
}
