import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, type SeenBefore } from '@bystack/api';
import type { Logger } from 'pino';
import { readJsonIfAny, writeJsonAtomic } from '../files/atomic';
import { LIMITS } from '../limits';

/**
 * seen-nodes.json: the newest final block that each node was seen with. It lies beside the nodes' folders and not in them, so that a folder that was
 * put back from an older copy can be told that it is one. It may be a few seconds old, and then an older copy passes for the newest, as it did without.
 * Neither nodes nor the agent may depend on it to start, so what is damaged in it is set aside and no longer known.
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
    this.#seen = this.#read();
  }

  of(nodeId: string): SeenBefore | undefined {
    return this.#seen.get(nodeId);
  }

  /** Only what is later counts: a node that was put back is still remembered as it was. */
  note(nodeId: string, now: SeenBefore): void {
    const before = this.#seen.get(nodeId);
    if (!isSeen(now)) return;
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

  #read(): Map<string, SeenBefore> {
    const seen = new Map<string, SeenBefore>();
    const damaged: string[] = [];
    try {
      const found = readJsonIfAny<unknown>(this.#file);
      if (found !== undefined && !isObject(found)) throw new TypeError('it is no object');
      for (const [nodeId, value] of Object.entries(found ?? {})) {
        if (isSeen(value)) seen.set(nodeId, value);
        else damaged.push(nodeId);
      }
      if (damaged.length > 0) this.#setAside({ entries: damaged });
    } catch (error) {
      this.#setAside({ err: error });
    }
    return seen;
  }

  #setAside(what: object): void {
    const aside = `${this.#file}.damaged`;
    try {
      renameSync(this.#file, aside);
    } catch (error) {
      this.log.warn({ err: error, file: this.#file }, 'a damaged file could not be set aside');
    }
    this.log.warn({ ...what, file: this.#file, aside }, 'what nodes were seen with is damaged and set aside; what it said of the nodes named here, or of all, is not known any more');
    this.#writeSoon();
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

function isSeen(value: unknown): value is SeenBefore {
  return isObject(value) && ['epoch', 'height', 'timeMs'].every((name) => Number.isSafeInteger(value[name]) && (value[name] as number) >= 0);
}
