import type { Role } from './sign-in';

/** A person of the organisation. */
export interface MemberView {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly addedAtMs: number;
  /** Has not opened the link and set a password yet. */
  readonly isInvited: boolean;
}
export interface InviteMember {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}
/** A one-time link with which a person sets a password. Shown once; whoever has it becomes that person. */
export interface MemberLink {
  /** Below the console's address. */
  readonly path: string;
  readonly expiresAtMs: number;
}
export interface MemberInvited extends MemberLink {
  readonly member: MemberView;
}
export interface SetMemberRole {
  readonly role: Role;
}
