export const BADGE_LIMITS = {
  authoritiesMax: 16,
  authorityYears: 20,
  csrCharactersMax: 12_000,
  rolesMax: 16,
  attributesMax: 16,
  daysMax: 3_650,
  daysDefault: 365,
  listMax: 1_000,
} as const;
