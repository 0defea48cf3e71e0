/** A transaction in words, before it is made real: names stand for keys, and for the asset that the name issues. */
export interface Attempt {
  readonly kind: string;
  readonly spends: readonly string[];
  readonly issues: readonly { readonly issuer: string; readonly amount: bigint }[];
  readonly outputs: readonly AttemptedOutput[];
  readonly signers: readonly string[];
  /** From and until when it is valid, relative to the head's time. */
  readonly validMs: readonly [from: number, until: number];
  /** Whether the last signature is somebody else's. */
  readonly isForged: boolean;
}

export interface AttemptedOutput {
  readonly asset: string;
  readonly amount: bigint;
  /** All of them must sign, or only the first `threshold`; nobody: retired. */
  readonly owners: readonly string[];
  readonly threshold: number;
  readonly notBeforeMs: number | undefined;
}
