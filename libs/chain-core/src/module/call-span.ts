/** Something that a module left running when it answered has used what it was given for that answer. It has no effect. */
export class CallOver extends Error {
  constructor(module: string) {
    super(`module ${module} went on after it had answered: what it was given for its answer is of no use any more`);
    this.name = 'CallOver';
  }
}

/** From the beginning of one call to a module to its end. */
export class CallSpan {
  #isOver = false;

  constructor(private readonly module: string) {}

  end(): void {
    this.#isOver = true;
  }

  /** Asked by all that a module is given, before it does anything. @throws CallOver */
  check(): void {
    if (this.#isOver) throw new CallOver(this.module);
  }
}
