import type { Promised, Work } from '../module/work';
import { invariant } from '../primitives/refusal';

/** What is there, or comes in this turn of the event loop. */
export type Eventual<T> = T | Promise<T>;

/** A module has promised an answer that does not come by itself: it waits for a timer, a socket, a disk, or for ever. */
export class AnswerOutstanding extends Error {
  constructor(module: string) {
    super(`module ${module} promised an answer that waits for something outside`);
    this.name = 'AnswerOutstanding';
  }
}

/** Does work in which no module has to be waited for. */
export function performAtOnce<T>(work: Work<T>): T {
  const { done, value } = work.next();
  invariant(done === true, 'no module of this chain declares `async: true`');
  return value;
}

/** Of all work that waits, so that no module is called while another one's answer is outstanding. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Does work, and waits where a module has to be waited for, but for nothing outside: the promises of modules must settle by what they themselves have set going. Work that waits has its turn
 * when all that came before it is done; no timer, socket or disk is heard until then.
 * @returns what came of it, at once where no module had to be waited for. Whoever calls it must hear of a promise's failure.
 */
export function perform<T>(work: Work<T>): Eventual<T> {
  const { done, value } = work.next();
  if (done === true) return value;
  const ended = last.then(() => new Performance(work).ended);
  last = ended.catch(() => undefined);
  return ended;
}

/** Goes on with what came of some work. @param failed hears of a failure that came later; one that came at once is thrown */
export function whenDone<T, U>(given: Eventual<T>, then: (value: T) => U): Eventual<U>;
export function whenDone<T>(given: Eventual<T>, then: (value: T) => unknown, failed: (error: unknown) => void): unknown;
export function whenDone<T>(given: Eventual<T>, then: (value: T) => unknown, failed?: (error: unknown) => void): unknown {
  if (!(given instanceof Promise)) return then(given);
  const going = given.then(then);
  return failed === undefined ? going : going.catch(failed);
}

const READY: Promised = { module: '', answer: Promise.resolve() };

/**
 * Work that has begun and has its turn. Whether a promise settles by itself is found out without a clock: once the queue of microtasks is empty, nothing but an event from outside could
 * settle it. That moment is known by a tick that is queued from within a microtask, which Node.js runs when the queue is empty and before any event. The tick is queued before the module is
 * called, so that it comes before any the module may queue: then it is found out alike wherever the call stands.
 */
class Performance<T> {
  readonly ended: Promise<T>;
  #resolve!: (value: T) => void;
  #reject!: (error: unknown) => void;
  #awaited: Promised | undefined;
  #isWatched = false;

  constructor(private readonly work: Work<T>) {
    this.ended = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#wait(READY);
  }

  #wait({ module, answer }: Promised): void {
    const awaited = { module, answer };
    this.#awaited = awaited;
    this.#watch();
    // Not Promise.resolve: what a promise of the module's says of itself (`then`, `constructor`) would be heard here, and break what waits instead of the call.
    new Promise<unknown>((resolve) => resolve(answer)).then(
      (value) => this.#goOn(awaited, () => this.work.next(value)),
      (error: unknown) => this.#goOn(awaited, () => this.work.throw(error)),
    );
  }

  #goOn(awaited: Promised, step: () => IteratorResult<Promised | undefined, T>): void {
    if (this.#awaited !== awaited) return; // It was given up.
    this.#awaited = undefined;
    try {
      const { done, value } = step();
      if (done === true) this.#resolve(value);
      else this.#wait(value ?? READY);
    } catch (error) {
      this.#reject(error);
    }
  }

  #watch(): void {
    if (this.#isWatched) return;
    this.#isWatched = true;
    queueMicrotask(() => process.nextTick(() => this.#giveUp())); // eslint-disable-line no-restricted-properties -- see above
  }

  #giveUp(): void {
    this.#isWatched = false;
    const awaited = this.#awaited;
    if (awaited !== undefined) this.#goOn(awaited, () => this.work.throw(new AnswerOutstanding(awaited.module)));
  }
}
