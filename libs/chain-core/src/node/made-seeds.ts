import { randomBytes } from 'node:crypto';
import type { Bytes } from '../primitives/bytes';
import { loadVotingSeeds, writeVotingSeeds } from './voting-seeds-file';

/** Seeds of voting keys that this node made to replace those it was given. */
export class MadeSeeds {
  readonly #dataDir: string;
  #all: readonly Bytes[];

  /** @throws StorageFailed when their file is damaged. */
  constructor(options: { readonly dataDir: string }) {
    this.#dataDir = options.dataDir;
    this.#all = loadVotingSeeds(options.dataDir);
  }

  /** Oldest first. */
  get all(): readonly Bytes[] {
    return this.#all;
  }

  /** On disk when it returns: before the chain hears of its key. */
  make(): Bytes {
    const seed = new Uint8Array(randomBytes(32));
    this.#all = [...this.#all, seed];
    writeVotingSeeds(this.#dataDir, this.#all);
    return seed;
  }
}
