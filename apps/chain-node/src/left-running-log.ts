import type { NodeLog } from '@bystack/chain-core/node';

const QUIET_MS = 1_000;

/** Says what became of what modules left running. Whoever keeps bringing a module to that must not fill the log: within a second of a line others are only counted. */
export class LeftRunningLog {
  #saidAtMs = -Infinity;
  /** Failures since the last line. */
  #unsaid = 0;

  constructor(private readonly log: NodeLog) {}

  say(error: unknown, module: string | undefined): void {
    this.#unsaid += 1;
    const nowMs = performance.now();
    if (nowMs - this.#saidAtMs < QUIET_MS) return;
    const failures = this.#unsaid;
    this.#saidAtMs = nowMs;
    this.#unsaid = 0;
    this.log('error', 'something that a module left running has failed', { ...(module !== undefined && { module }), failures, reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
