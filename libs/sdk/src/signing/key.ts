import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { keyPairFromSeed, type KeyPair } from '@bystack/chain-core/crypto/sign';
import { equalBytes, fromHex, toHex } from '@bystack/chain-core/primitives/bytes';

const FORMAT = 'bystack-key/1';

/** A key that signs transactions on this machine. The seed is the secret. */
export interface SigningKey extends KeyPair {
  readonly seed: Uint8Array;
}

export class KeyFileError extends Error {
  readonly code = 'KEY_FILE_INVALID';
}

export function newKey(): SigningKey {
  return keyFromSeed(new Uint8Array(randomBytes(32)));
}

/** @param seed 32 secret bytes. */
export function keyFromSeed(seed: Uint8Array): SigningKey {
  return { seed, ...keyPairFromSeed(seed) };
}

/** Writes the key for its owner's eyes only. Never overwrites: a lost key cannot be made again. */
export function saveKey(file: string, key: SigningKey): void {
  const text = JSON.stringify({ format: FORMAT, publicKey: toHex(key.publicKey), seed: toHex(key.seed) }, null, 2);
  writeFileSync(file, `${text}\n`, { mode: 0o600, flag: 'wx' });
}

/** @throws KeyFileError when the file cannot be read, is no key, or its halves do not belong together. */
export function loadKey(file: string): SigningKey {
  const parsed = parse(readText(file));
  const seed = parsed?.format === FORMAT && typeof parsed.seed === 'string' ? fromHex(parsed.seed, 32) : undefined;
  if (!seed) throw new KeyFileError(`${file} is not a key file of the form ${FORMAT}.`);
  const key = keyFromSeed(seed);
  const written = typeof parsed?.publicKey === 'string' ? fromHex(parsed.publicKey, 32) : undefined;
  if (!written || !equalBytes(written, key.publicKey)) throw new KeyFileError(`${file} is damaged: its public key does not belong to its seed.`);
  return key;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new KeyFileError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}). \`bystack keys new -o ${file}\` would make a new key there.`);
  }
}

function parse(text: string): { format?: unknown; seed?: unknown; publicKey?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
