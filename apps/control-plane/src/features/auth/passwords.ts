import sodium from 'sodium-native';
import { fail } from '../../platform/errors';
import { AUTH_LIMITS } from './limits';

/** @throws ProblemError PASSWORD_TOO_WEAK at `field` */
export function refuseWeak(password: string, field: string): void {
  const minimum = AUTH_LIMITS.passwordCharactersMin;
  if ([...password].length < minimum) fail('PASSWORD_TOO_WEAK', { facts: { minimum }, field });
}

/** argon2id, with libsodium's parameters for interactive sign-in, off the main thread. */
export async function hashPassword(password: string): Promise<string> {
  const hash = Buffer.alloc(sodium.crypto_pwhash_STRBYTES);
  await sodium.crypto_pwhash_str_async(
    hash,
    Buffer.from(password.normalize('NFC'), 'utf8'),
    sodium.crypto_pwhash_OPSLIMIT_INTERACTIVE,
    sodium.crypto_pwhash_MEMLIMIT_INTERACTIVE,
  );
  return hash.toString('ascii').replace(/\0+$/, '');
}

export async function verifyPassword(hash: string, password: string): Promise<boolean> {
  const padded = Buffer.alloc(sodium.crypto_pwhash_STRBYTES);
  padded.write(hash, 'ascii');
  return sodium.crypto_pwhash_str_verify_async(padded, Buffer.from(password.normalize('NFC'), 'utf8'));
}

/** Checked when there is no such user, so that the time an answer takes does not tell who has an account. */
export const NOBODYS_HASH: Promise<string> = hashPassword('nobody has this password');
