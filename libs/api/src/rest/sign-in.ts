export interface SetupRequest {
  readonly token: string;
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly organisation?: string;
}
export interface SetupState {
  readonly needed: boolean;
}
export interface SignInRequest {
  readonly email: string;
  readonly password: string;
}
export interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
}
/** With the one-time link that whoever runs the installation had made for somebody who forgot. */
export interface PasswordReset {
  readonly token: string;
  readonly newPassword: string;
}
export interface Me {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly organisationId: string;
  readonly organisationName: string;
  readonly role: Role;
  readonly permissions: readonly string[];
}
export type Role = 'owner' | 'operator' | 'clerk' | 'auditor';
/** As people are offered them: the one that may do everything comes last. */
export const ROLES: readonly Role[] = ['operator', 'clerk', 'auditor', 'owner'];
export type SignedIn = Me;
