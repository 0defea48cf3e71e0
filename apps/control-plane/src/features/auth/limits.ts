const MINUTE = 60_000;

export const AUTH_LIMITS = {
  passwordCharactersMin: 12,
  passwordCharactersMax: 256,
  /** A session ends after this, whatever happens. */
  sessionMs: 12 * 60 * MINUTE,
  /** The signed cookie is renewed at half of this. */
  cookieMs: 30 * MINUTE,
  setupLinkMs: 24 * 60 * MINUTE,
  resetLinkMs: 60 * MINUTE,
  invitationMs: 7 * 24 * 60 * MINUTE,
  /** Wrong credentials an address may show in a minute before it is not listened to. */
  wrongCredentialsPerMinute: 600,
  /** `lastUsedAtMs` of an API key is no more exact than this. */
  lastUsedResolutionMs: MINUTE,
} as const;
