export const LIMITS = {
  /** Characters of a name and of a role. */
  nameMax: 80,
  roleMax: 32,
  rolesMax: 16,
  adminsMax: 32,
  foundingMembersMax: 1_000,
  pageMax: 100,
} as const;
