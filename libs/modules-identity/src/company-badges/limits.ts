export const LIMITS = {
  /** Characters of names of people and organisations, and of roles. */
  nameMax: 80,
  roleMax: 32,
  rolesMax: 16,
  attributesMax: 16,
  attributeValueMax: 100,
  adminsMax: 32,
  keepersMax: 16,
  /** Certificate authorities of one organisation, retired ones included. */
  authoritiesMax: 8,
  /** At most so many authorities of one subject name are looked at to find a certificate's issuer. */
  namesakesMax: 32,
  foundingMembersMax: 1_000,
  foundingOrganisationsMax: 64,
  pageMax: 100,
  /** DER. */
  certificateBytesMax: 8 * 1024,
  revocationListBytesMax: 128 * 1024,
  revocationListEntriesMax: 2_000,
  /** Characters of a PEM text of one of these, and of a proof in base64. */
  certificatePemMax: 12_000,
  revocationListPemMax: 180_000,
  proofMax: 700,
  /** Inside a certificate. */
  extensionsMax: 32,
  nameAttributesMax: 32,
  alternativeNamesMax: 64,
  serialBytesMax: 20,
  /** Signatures of certificates that one transaction may ask for: each costs as much as many ordinary calls. */
  checkedCallsMax: 4,
} as const;
