import { toHex } from '@bystack/chain-core/primitives/bytes';
import type { LocalChain } from '@bystack/chain-core/testing/local-chain';
import type { NodeProcess } from '@bystack/chain-core/testing/node-process';
import { OrderedProcess } from './ordered-process';

/** What a benchmark asks of the load process (chain-load.ts), and what it answers. */
export interface LoadOrder {
  /**
   * prepare: sign ahead. single: one at a time, each watched until it is final. saturate: as many as the chain takes, with a bounded number on
   * their way; less long where it takes all that was signed. steady: at a fixed pace. flood: at a fixed pace whatever the chain says; what is refused is offered again.
   */
  readonly phase: 'prepare' | 'single' | 'saturate' | 'steady' | 'flood';
  readonly seconds: number;
  /** single, steady, flood: transactions a second. */
  readonly perSecond?: number;
  /** saturate: submitted and not yet final. */
  readonly inFlight?: number;
  /** prepare: how many are going to be needed, beyond those that are left. */
  readonly transactions?: number;
}

export interface LoadAnswer {
  /** Became final on the watched node meanwhile. */
  readonly final: number;
  readonly seconds: number;
  /** Of the transactions that were watched one by one: from submitting to final. */
  readonly latenciesMs: readonly number[];
  /** Longest time without a final block on the watched node. */
  readonly gapMsMax: number;
  /** flood: submissions, and those that were told to come back. */
  readonly offered: number;
  readonly refused: number;
}

/** What the load process makes: payments, or calls of the rule book (see call-package.ts). */
export type LoadKind = 'payments' | 'calls';

export interface LoadTold {
  readonly kind: LoadKind;
  readonly chainId: string;
  readonly folders: readonly NodeProcess['folder'][];
  /** The state holds so many coins already (large-state-coins.ts says where): payments are made from those. */
  readonly coinsThere: number | undefined;
}

/** Whose coins they are. */
export const LOAD_SEED = new Uint8Array(32).fill(7);

/** The client of a benchmark, in a process of its own so that its work is not counted as the nodes'. */
export class Load extends OrderedProcess<LoadOrder, LoadAnswer> {
  /** Submits to all of these nodes but the last, and watches the last one. */
  static async start(chain: LocalChain, nodes: readonly NodeProcess[], kind: LoadKind = 'payments', coinsThere?: number): Promise<Load> {
    const told: LoadTold = { kind, coinsThere, chainId: toHex(chain.chainId), folders: nodes.map(({ folder }) => folder) };
    return new Load(await this.begin('chain-load.js', 'BENCH_LOAD', told), 'the load process');
  }
}
