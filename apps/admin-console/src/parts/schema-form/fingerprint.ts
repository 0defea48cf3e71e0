/** Larger files are fingerprinted by a program that need not hold them whole. */
export const FILE_BYTES_MAX = 512 * 1024 * 1024;
const SALT_BYTES = 32;

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Written as a text file of hexadecimal digits, so that it can be kept and typed. */
export function newSalt(): string {
  return hex(crypto.getRandomValues(new Uint8Array(SALT_BYTES)));
}

/** @returns the salt's bytes, or null when the text is not one */
export function saltOf(text: string): Uint8Array<ArrayBuffer> | null {
  const digits = text.trim().toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(digits)) return null;
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** SHA-256 over salt and file, in this browser; nothing is sent. @returns 64 hexadecimal digits */
export async function fingerprint(file: Blob, salt: Uint8Array<ArrayBuffer> | null): Promise<string> {
  const whole = await new Blob(salt === null ? [file] : [salt, file]).arrayBuffer();
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', whole)));
}
