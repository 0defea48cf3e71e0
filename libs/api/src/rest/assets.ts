import type { SubmissionView } from './submissions';

/** Amounts are decimal texts in the asset's smallest unit: with two `decimals`, 150 is 1.50. */
export interface DefineAsset {
  readonly name: string;
  readonly symbol?: string;
  /** Digits after the point that people see. Left out: 0. */
  readonly decimals?: number;
  /** The first amount: an asset comes about by being issued. */
  readonly amount: string;
  /** Public key that gets it. Left out: the organisation's own. */
  readonly to?: string;
}
export interface IssueAsset {
  readonly amount: string;
  readonly to?: string;
}
export interface TransferAsset {
  readonly amount: string;
  readonly to: string;
  /** Paid in for transactions of `to`, on a chain that asks for fees, rather than handed over. Under fees 1.0.0 `to` is the treasury, and it counts for whoever pays. */
  readonly payIn?: boolean;
}
export interface RetireAsset {
  readonly amount: string;
}
export interface AssetSubmission extends SubmissionView {
  readonly assetId: string;
}
