export const LIGHT = {
  /** Final headers a client remembers, to notice one that contradicts them. */
  headersMax: 4_096,
  /** How far ahead of the client's clock a block may be. */
  clockSkewMsMax: 10_000,
} as const;
