import { join } from 'node:path';
import type { SeenBefore } from '@bystack/api';
import type { Logger } from 'pino';
import { readJsonIfAny, writeJsonAtomic } from '../files/atomic';
import { LIMITS } from '../limits';

/**
 * seen-nodes.json: the newest final block that each node was seen with. It lies beside the nodes' folders and not in them, so that a folder that was
 * put back from an older copy can be told that it is one. It may be a few seconds old, and then an older copy passes for the newest, as it did without.
 */
export class SeenNodes {
  readonly #file: string;
  readonly #seen: Map<string, SeenBefore>;
  #writing: NodeJS.Timeout | undefined;

  constructor(
    folder: string,
    private readonly log: Logger,
  ) {
    this.#file = join(folder, 'seen-nodes.json');
    this.#seen = new Map(Object.entries(readJsonIfAny<Record<string, SeenBefore>>(this.#file) ?? {}));
  }

  of(nodeId: string): SeenBefore | undefined {
    return this.#seen.get(nodeId);
  }

  /** Only what is later counts: a node that was put back is still remembered as it was. */
  note(nodeId: string, now: SeenBefore): void {
    const before = this.#seen.get(nodeId);
    if (before !== undefined && (now.epoch < before.epoch || (now.epoch === before.epoch && now.height <= before.height))) return;
    this.#seen.set(nodeId, now);
    this.#writeSoon();
  }

  /** Its data is gone because it was to go. */
  forget(nodeId: string): void {
    if (this.#seen.delete(nodeId)) this.#write();
  }

  close(): void {
    if (this.#writing !== undefined) this.#write();
  }

  #writeSoon(): void {
    this.#writing ??= setTimeout(() => this.#write(), LIMITS.seenWithinMs).unref();
  }

  #write(): void {
    clearTimeout(this.#writing);
    this.#writing = undefined;
    try {
      writeJsonAtomic(this.#file, Object.fromEntries(this.#seen));
    } catch (error) {
      this.log.warn({ err: error }, 'what the nodes were seen with could not be written down');
    }
  }
}
