import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A client of a benchmark in a process of its own, so that its work is not counted as the nodes'. It is told what to do, and answers when that is done. */
export class OrderedProcess<Order extends object, Answer extends object> {
  readonly #process: ChildProcess;
  readonly #ended: Promise<[{ error: string }]>;

  protected constructor(started: ChildProcess, what: string) {
    this.#process = started;
    this.#ended = once(started, 'exit').then(() => [{ error: `${what} ended` }]);
  }

  /** @param told what it finds in its environment, under this name. Resolves when it has said that it is there */
  protected static async begin(program: string, name: string, told: object): Promise<ChildProcess> {
    const started = fork(join(__dirname, program), { env: { ...process.env, [name]: JSON.stringify(told) } });
    await once(started, 'message');
    return started;
  }

  async order(what: Order): Promise<Answer> {
    this.#process.send(what);
    const [answer] = (await Promise.race([once(this.#process, 'message'), this.#ended])) as [Answer | { error: string }];
    if ('error' in answer) throw new Error(answer.error);
    return answer;
  }

  /** For what it uses of the machine. */
  get pid(): number {
    return this.#process.pid!;
  }

  stop(): void {
    this.#process.disconnect();
  }
}
