export const BADGE_LIMITS = {
  authoritiesMax: 16,
  authorityYears: 20,
  /** More chains are not asked which roles mean something on them. */
  chainsMax: 32,
  csrCharactersMax: 12_000,
  rolesMax: 16,
  attributesMax: 16,
  daysMax: 3_650,
  daysDefault: 365,
  pageDefault: 200,
  pageMax: 1_000,
  searchCharactersMax: 100,
  /** Of revoked certificates in one list: as many as chains read. */
  revokedMax: 2_000,
  /** A list is good for so long, and made anew when it is asked for after so long, or when something was revoked since. */
  listDays: 7,
  listFreshMs: 86_400_000,
  /** What stands between us and whoever fetches a published list may hand it on for so long: it is what a revocation takes to be heard of. */
  listCacheSeconds: 300,
} as const;
