import { toHex } from '@bystack/chain-core/primitives/bytes';
import type { NodeProcess } from '@bystack/chain-core/testing/node-process';
import type { ChainNodes } from './chain-nodes';
import { OrderedProcess } from './ordered-process';

/** What a benchmark asks of the process that sends poison (poison-load.ts). */
export interface PoisonOrder {
  /** prepare: sign ahead, each with the next of so many keys. start: send until told to stop. stop: answer with what happened since the start. */
  readonly phase: 'prepare' | 'start' | 'stop';
  readonly transactions?: number;
  readonly signers?: number;
}

export interface PoisonAnswer {
  /** Answers to single transactions. */
  readonly offered: number;
  readonly accepted: number;
  /** How often each code refused one. */
  readonly refused: Readonly<Record<string, number>>;
  readonly seconds: number;
}

export interface PoisonTold {
  readonly chainId: string;
  readonly folders: readonly NodeProcess['folder'][];
}

/** Whoever sends a chain what makes a module of every node throw, in a process of their own. */
export class Poisoner extends OrderedProcess<PoisonOrder, PoisonAnswer> {
  static async start({ chain, nodes }: ChainNodes): Promise<Poisoner> {
    const told: PoisonTold = { chainId: toHex(chain.chainId), folders: nodes.map(({ folder }) => folder) };
    return new Poisoner(await this.begin('poison-load.js', 'BENCH_POISON', told), 'the process that sends poison');
  }
}
