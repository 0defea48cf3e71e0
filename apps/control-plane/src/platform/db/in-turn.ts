import { fail } from '../errors';

interface Line {
  readonly length: number;
  readonly end: Promise<unknown>;
}

/** Work that is done one after the other for each of those whom it is for. Nobody else waits for it. */
export class InTurn {
  readonly #lines = new Map<string, Line>();

  /** @param lengthMax of one line, with what is being done @param retryAfterSeconds for whoever is turned away */
  constructor(
    private readonly lengthMax: number,
    private readonly retryAfterSeconds: number,
  ) {}

  /** Refuses TOO_MANY_REQUESTS at once where too many wait already. */
  async run<T>(whose: string, work: () => Promise<T>): Promise<T> {
    const { length, end } = this.#lines.get(whose) ?? { length: 0, end: Promise.resolve() };
    if (length >= this.lengthMax) fail('TOO_MANY_REQUESTS', { facts: { retryAfterSeconds: this.retryAfterSeconds } });
    const done = end.then(work);
    this.#lines.set(whose, { length: length + 1, end: done.catch(() => undefined) });
    try {
      return await done;
    } finally {
      this.#leave(whose);
    }
  }

  #leave(whose: string): void {
    const { length, end } = this.#lines.get(whose)!;
    if (length === 1) this.#lines.delete(whose);
    else this.#lines.set(whose, { length: length - 1, end });
  }
}
