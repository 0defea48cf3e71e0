import type { ApiKeyCreated, ApiKeyView, AuditEntry, AuditVerification, CreateApiKey, InviteMember, Me, MemberInvited, MemberLink, MemberView, Overview, Page, Role, SetupRequest, SetupState, SignedIn, SignInRequest } from '@bystack/api';
import type { CallOptions, Http } from './http';
import { path, query } from './path';

/** Who I am, and the keys by which programs act for me. */
export class AccountClient {
  constructor(private readonly http: Http) {}

  setupState(): Promise<SetupState> {
    return this.http.json('GET', '/setup');
  }
  /** With the one-time link's token. The client is signed in afterwards. */
  setup(request: SetupRequest, options?: CallOptions): Promise<SignedIn> {
    return this.http.json('POST', '/setup', request, options);
  }
  signIn(request: SignInRequest, options?: CallOptions): Promise<SignedIn> {
    return this.http.json('POST', '/auth/sign-in', request, options);
  }
  signOut(options?: CallOptions): Promise<void> {
    return this.http.json('POST', '/auth/sign-out', {}, options);
  }
  me(): Promise<Me> {
    return this.http.json('GET', '/auth/me');
  }
  apiKeys(): Promise<Page<ApiKeyView>> {
    return this.http.json('GET', '/api-keys');
  }
  /** The key itself is in this answer and never shown again. */
  createApiKey(request: CreateApiKey, options?: CallOptions): Promise<ApiKeyCreated> {
    return this.http.json('POST', '/api-keys', request, options);
  }
  revokeApiKey(id: string, options?: CallOptions): Promise<void> {
    return this.http.json('DELETE', path`/api-keys/${id}`, undefined, options);
  }
  members(): Promise<Page<MemberView>> {
    return this.http.json('GET', '/members');
  }
  /** The link in this answer is shown once. */
  inviteMember(request: InviteMember, options?: CallOptions): Promise<MemberInvited> {
    return this.http.json('POST', '/members', request, options);
  }
  setMemberRole(userId: string, role: Role, options?: CallOptions): Promise<MemberView> {
    return this.http.json('POST', path`/members/${userId}/role`, { role }, options);
  }
  /** Another one-time link; earlier ones count no more. */
  memberLink(userId: string, options?: CallOptions): Promise<MemberLink> {
    return this.http.json('POST', path`/members/${userId}/link`, {}, options);
  }
  /** The whole address that a link's path stands for. */
  addressOf({ path: below }: MemberLink): string {
    return `${this.http.url}${below}`;
  }
  removeMember(userId: string, options?: CallOptions): Promise<void> {
    return this.http.json('DELETE', path`/members/${userId}`, undefined, options);
  }
  audit(page: { before?: number; limit?: number } = {}): Promise<Page<AuditEntry>> {
    return this.http.json('GET', `/audit${query(page)}`);
  }
  /** The whole trail, checked by the control plane against its own hashes and against the heads that hosts keep. */
  auditVerification(): Promise<AuditVerification> {
    return this.http.json('GET', '/audit/verification');
  }
  overview(): Promise<Overview> {
    return this.http.json('GET', '/overview');
  }
}
