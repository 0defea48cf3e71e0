export const ASSET_LIMITS = {
  nameCharactersMax: 80,
  symbolCharactersMax: 12,
  /** A signed 64-bit amount has at most 19 digits. */
  decimalsMax: 18,
  /** Of one transaction. */
  inputsMax: 256,
  /** Outputs that a node shows at once, and pages that are looked through for an amount. */
  outputsPage: 500,
  outputPagesMax: 20,
  assetsPageMax: 200,
} as const;
