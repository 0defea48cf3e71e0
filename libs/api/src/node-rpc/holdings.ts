import type { Json } from '../json';

/** Amounts are decimal texts, in the smallest unit of their asset. Answers are as of a final block. */
export interface AssetView {
  readonly assetId: string;
  /** What was ever issued (or given to miners), and what of it was retired. */
  readonly issued: string;
  readonly retired: string;
  readonly firstHeight: number;
  /** So many of these keys may issue more; none: the chain itself makes it. */
  readonly threshold: number;
  readonly issuers: readonly string[];
  /** As its issuer defined it. The console understands `name`, `symbol` and `decimals`. REST tells null where the id does not vouch for it. */
  readonly document: Json;
}
export interface AssetsAnswer {
  readonly height: number;
  readonly assets: readonly AssetView[];
}
export interface HoldingView {
  readonly assetId: string;
  /** That the key can spend alone, now or from some time on, and that it can spend only together with others. */
  readonly alone: string;
  readonly shared: string;
  /** In so many unspent outputs. */
  readonly outputs: number;
}
export interface HoldingsAnswer {
  readonly height: number;
  readonly holdings: readonly HoldingView[];
}
/** To be spent by these keys: also what was paid in to a module that is not in force any more, by its owner. */
export interface HeldOutputView {
  readonly txId: string;
  readonly index: number;
  readonly amount: string;
  readonly threshold: number;
  readonly keys: readonly string[];
  /** Nobody can spend it before. */
  readonly notBeforeMs?: number;
}
export interface OutputsAnswer {
  readonly height: number;
  readonly outputs: readonly HeldOutputView[];
}
