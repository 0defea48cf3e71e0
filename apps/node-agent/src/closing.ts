type Closable = (() => unknown) | { close(): unknown };

/** What was opened, closed in the reverse order; one that fails to close does not keep the others open. */
export class Closing {
  private readonly opened: Closable[] = [];

  add<T extends Closable>(part: T): T {
    this.opened.push(part);
    return part;
  }

  /** @throws the first error met, after everything else was closed too. */
  async close(): Promise<void> {
    const errors: unknown[] = [];
    for (const part of this.opened.splice(0).reverse()) {
      try {
        await (typeof part === 'function' ? part() : part.close());
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}
