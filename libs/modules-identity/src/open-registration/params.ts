import { checkFoundingMembers, type FoundingMember } from '../founding-members';

/** Keys are public keys in lower-case hexadecimal. */
export interface Params {
  readonly admins?: readonly string[];
  readonly members?: readonly FoundingMember[];
}

export function checkParams({ members = [] }: Params): void {
  checkFoundingMembers(members);
}
