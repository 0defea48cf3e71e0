import type { BadgeAuthorityView, BadgeView, CreateBadgeAuthority, IssueBadge, Page, RevokeBadge, RolesOnChain } from '@bystack/api';
import type { CallOptions, Http } from './http';
import { path, query } from './path';

/** Certificate authorities that the control plane keeps for the organisation, and what they issue. */
export class BadgesClient {
  constructor(private readonly http: Http) {}

  authorities(): Promise<Page<BadgeAuthorityView>> {
    return this.http.json('GET', '/badge-authorities');
  }
  createAuthority(request: CreateBadgeAuthority, options?: CallOptions): Promise<BadgeAuthorityView> {
    return this.http.json('POST', '/badge-authorities', request, options);
  }
  /** The newest first. @param asked serial: only what has it; search: in the name, or how the serial number begins; before: `next` of the page before; limit: at most 1,000 (200) */
  list(asked: { readonly serial?: string; readonly search?: string; readonly before?: string; readonly limit?: number } = {}): Promise<Page<BadgeView>> {
    return this.http.json('GET', `/badges${query(asked)}`);
  }
  /** Which roles rules refer to, on each chain: others allow nothing there. */
  roles(): Promise<Page<RolesOnChain>> {
    return this.http.json('GET', '/badges/roles');
  }
  issue(authorityId: string, request: IssueBadge, options?: CallOptions): Promise<BadgeView> {
    return this.http.json('POST', path`/badge-authorities/${authorityId}/badges`, request, options);
  }
  /** In its authority's list; chains are told apart from this. It is never taken back. */
  revoke(badgeId: string, request: RevokeBadge = {}, options?: CallOptions): Promise<BadgeView> {
    return this.http.json('POST', path`/badges/${badgeId}/revocation`, request, options);
  }
  /** The authority's newest list of revoked certificates (X.509 CRL). */
  revocations(authorityId: string, format: 'der' | 'pem' = 'der'): Promise<Uint8Array> {
    return this.http.bytes(path`/badge-authorities/${authorityId}/revocations` + query({ format }));
  }
}
