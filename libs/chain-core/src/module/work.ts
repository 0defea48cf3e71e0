/** What a module has promised to answer. */
export interface Promised {
  readonly module: string;
  readonly answer: PromiseLike<unknown>;
}

/**
 * Work in the course of which modules are called. Before it calls one that declares `async: true` it gives undefined and asks for its turn; then what that one has promised, and goes on
 * with what came of it. Where no module does, it comes to its end without giving anything (see execution/perform.ts).
 */
export type Work<T> = Generator<Promised | undefined, T, unknown>;
