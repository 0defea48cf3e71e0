import { hash } from '../crypto/hash';
import { keyPairFromSeed, type KeyPair } from '../crypto/sign';
import { utf8 } from '../primitives/bytes';

/** The same key for the same name, in every run. For tests. */
export function keyOf(name: string): KeyPair {
  return keyPairFromSeed(hash(utf8(`a key for tests: ${name}`)));
}
