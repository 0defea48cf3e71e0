/** Validity window of a transaction built here, in ms around the builder's clock. Together within the kernel's limit of 120 s. */
export const WINDOW = { beforeMs: 30_000, afterMs: 80_000 } as const;
