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
  readonly certificatePem: string;
  readonly issuedAtMs: number;
  readonly validUntilMs: number;
}
