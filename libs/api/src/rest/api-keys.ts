import type { Role } from './sign-in';

export interface CreateApiKey {
  readonly name: string;
  readonly role: Role;
}
export interface ApiKeyView {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** First characters, to recognise it by. */
  readonly prefix: string;
  readonly createdAtMs: number;
  readonly lastUsedAtMs: number | null;
}
export interface ApiKeyCreated extends ApiKeyView {
  /** Shown once. */
  readonly key: string;
}
