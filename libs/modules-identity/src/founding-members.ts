import { refuse } from '@bystack/chain-core/module';
import { comparedName, isCleanName } from './clean-name';

/** Somebody who takes part from the first block on. The key is a public key in lower-case hexadecimal. */
export interface FoundingMember {
  readonly key: string;
  readonly name: string;
  readonly roles?: readonly string[];
}

/** Refuses founding members that a running chain would have refused. */
export function checkFoundingMembers(members: readonly FoundingMember[]): void {
  const keys = new Set<string>();
  const names = new Set<string>();
  members.forEach(({ key, name }, index) => {
    if (!isCleanName(name)) refuse('NAME_INVALID', { path: `/members/${index}/name`, reason: 'a name has no control characters and no spaces at its ends' });
    if (keys.has(key)) refuse('ALREADY_REGISTERED', { path: `/members/${index}/key`, key });
    if (names.has(comparedName(name))) refuse('NAME_TAKEN', { path: `/members/${index}/name`, name });
    keys.add(key);
    names.add(comparedName(name));
  });
}
