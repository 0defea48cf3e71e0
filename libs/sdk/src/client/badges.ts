import type { BadgeAuthorityView, BadgeView, CreateBadgeAuthority, IssueBadge, Page } from '@bystack/api';
import type { CallOptions, Http } from './http';
import { path } from './path';

/** Certificate authorities that the control plane keeps for the organisation, and what they issue. */
export class BadgesClient {
  constructor(private readonly http: Http) {}

  authorities(): Promise<Page<BadgeAuthorityView>> {
    return this.http.json('GET', '/badge-authorities');
  }
  createAuthority(request: CreateBadgeAuthority, options?: CallOptions): Promise<BadgeAuthorityView> {
    return this.http.json('POST', '/badge-authorities', request, options);
  }
  /** The newest first. */
  list(): Promise<Page<BadgeView>> {
    return this.http.json('GET', '/badges');
  }
  issue(authorityId: string, request: IssueBadge, options?: CallOptions): Promise<BadgeView> {
    return this.http.json('POST', path`/badge-authorities/${authorityId}/badges`, request, options);
  }
}
