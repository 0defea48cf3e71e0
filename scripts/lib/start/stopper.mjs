// Ends what runs: on the first Ctrl-C in order, on the second one at once, and by itself when a program cannot be kept up.
import { say } from './console-lines.mjs';

const PARENT_LOOK_MS = 250;
/** A terminal's one Ctrl-C comes twice: from the terminal, and passed on by npm. */
const SAME_PRESS_MS = 500;
/** npm when it started us: it does not pass its own end on. */
const npm = process.env.npm_lifecycle_event ? process.ppid : undefined;

/** Whether the `npm start` we ran under was killed. */
export function isOrphan() {
  return npm !== undefined && process.ppid !== npm;
}

export class Stopper {
  stopping = false;
  #askedAtMs = 0;
  #installation;
  #cleanUp;

  /** @param {() => void} cleanUp done after everything stopped */
  constructor(cleanUp) {
    this.#cleanUp = cleanUp;
  }

  /** @param {import('./installation.mjs').Installation} installation */
  watch(installation) {
    this.#installation = installation;
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => this.#asked());
    for (const name of ['uncaughtException', 'unhandledRejection']) process.on(name, (error) => this.giveUp(error instanceof Error ? error : new Error(String(error))));
    setInterval(() => isOrphan() && !this.stopping && this.#asked(), PARENT_LOOK_MS).unref();
  }

  /** @param {Error} error why it cannot go on */
  giveUp(error) {
    console.error(`\n${error.message}\nStopping.`);
    void this.#stop(1);
  }

  #asked() {
    const nowMs = performance.now();
    if (this.stopping && nowMs - this.#askedAtMs < SAME_PRESS_MS) return;
    if (this.stopping) {
      this.#installation.kill();
      console.error('Stopped at once; the next start cleans up.');
      process.exit(130);
    }
    this.#askedAtMs = nowMs;
    say('stopping: nodes, agent, control plane, PostgreSQL (Ctrl-C again: at once)');
    void this.#stop(0);
  }

  async #stop(exitCode) {
    if (this.stopping) return;
    this.stopping = true;
    try {
      await this.#installation.stop();
      this.#cleanUp();
      say('stopped');
      process.exit(exitCode);
    } catch (error) {
      console.error(`Not everything stopped: ${error.message}`);
      process.exit(1);
    }
  }
}
