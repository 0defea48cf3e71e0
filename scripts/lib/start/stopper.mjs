// Ends what runs: on the first Ctrl-C in order, on the second one at once, and by itself when a program cannot be kept up.
import { say } from './console-lines.mjs';

export class Stopper {
  stopping = false;
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
  }

  /** @param {Error} error why it cannot go on */
  giveUp(error) {
    console.error(`\n${error.message}\nStopping.`);
    void this.#stop(1);
  }

  #asked() {
    if (this.stopping) {
      this.#installation.kill();
      console.error('Stopped at once; the next start cleans up.');
      process.exit(130);
    }
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
