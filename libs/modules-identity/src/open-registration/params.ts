import { refuse } from '@bystack/chain-core/module';
import { comparedName, isCleanName } from './names';

export interface FoundingMember {
  readonly key: string;
  readonly name: string;
  readonly roles?: readonly string[];
}
/** Keys are public keys in lower-case hexadecimal. */
export interface Params {
  readonly admins?: readonly string[];
  readonly members?: readonly FoundingMember[];
}

/** Refuses founding members that the running chain would have refused. */
export function checkParams({ members = [] }: Params): void {
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
