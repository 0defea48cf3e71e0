import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import type { NodeProcess } from '@bystack/chain-core/testing/node-process';
import type { ChainNodes } from './chain-nodes';

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
export class Poisoner {
  readonly #process: ChildProcess;
  readonly #ended: Promise<[{ error: string }]>;

  private constructor(started: ChildProcess) {
    this.#process = started;
    this.#ended = once(started, 'exit').then(() => [{ error: 'the process that sends poison ended' }]);
  }

  static async start({ chain, nodes }: ChainNodes): Promise<Poisoner> {
    const told: PoisonTold = { chainId: toHex(chain.chainId), folders: nodes.map(({ folder }) => folder) };
    const started = fork(join(__dirname, 'poison-load.js'), { env: { ...process.env, BENCH_POISON: JSON.stringify(told) } });
    await once(started, 'message');
    return new Poisoner(started);
  }

  /** For what it uses of the machine. */
  get pid(): number {
    return this.#process.pid!;
  }

  async order(what: PoisonOrder): Promise<PoisonAnswer> {
    this.#process.send(what);
    const [answer] = (await Promise.race([once(this.#process, 'message'), this.#ended])) as [PoisonAnswer | { error: string }];
    if ('error' in answer) throw new Error(answer.error);
    return answer;
  }

  stop(): void {
    this.#process.disconnect();
  }
}
