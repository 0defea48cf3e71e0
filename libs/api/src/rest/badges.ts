export interface CreateBadgeAuthority {
  readonly name: string;
}
/** A certificate authority whose key the control plane keeps for the organisation. */
export interface BadgeAuthorityView {
  readonly id: string;
  readonly name: string;
  readonly certificatePem: string;
  /** Hex SHA-256 of the certificate: its name on chains. */
  readonly fingerprint: string;
  readonly createdAtMs: number;
  readonly validUntilMs: number;
  /** Of its badges: how many its list of revoked certificates names, and how many it has no room for, which are the longest revoked. Those that ran out leave it. */
  readonly revoked: { readonly listed: number; readonly leftOut: number };
  /** Where anybody fetches the list, without signing in; null: nowhere, for the installation was not told to publish lists. */
  readonly revocationListUrl: string | null;
}
export interface IssueBadge {
  /** PKCS #10: who asks holds the key in it; its common name becomes the certificate’s. */
  readonly csrPem: string;
  readonly roles: readonly string[];
  /** NAME=VALUE each. */
  readonly attributes?: readonly string[];
  readonly days?: number;
}
export interface BadgeView {
  readonly id: string;
  readonly authorityId: string;
  /** The authority’s fingerprint. */
  readonly authority: string;
  readonly serial: string;
  readonly name: string;
  /** That the certificate gives, as it names them. A chain takes those that it lets the authority's organisation give. */
  readonly roles: readonly string[];
  readonly certificatePem: string;
  readonly issuedAtMs: number;
  readonly validUntilMs: number;
  /** By its authority, which says so in its list; null: it is not. On a chain it counts once the chain was told. */
  readonly revokedAtMs: number | null;
  readonly revocationReason: string | null;
}
/** Roles that rules refer to on a chain: who may give a command, what a rule asks for, whom a rate is for. */
export interface RolesOnChain {
  readonly chainId: string;
  readonly name: string;
  /** The module in force that keeps its members, `company-badges` say; null: nobody says, or there is none. */
  readonly identity: string | null;
  /** In alphabetical order. */
  readonly roles: readonly string[];
}
/** As RFC 5280 names them. */
export const REVOCATION_REASONS = ['unspecified', 'keyCompromise', 'affiliationChanged', 'superseded', 'cessationOfOperation', 'privilegeWithdrawn'] as const;
export type RevocationReason = (typeof REVOCATION_REASONS)[number];
export interface RevokeBadge {
  /** Left out: unspecified. */
  readonly reason?: RevocationReason;
}
