import timers from 'node:timers';
import { inspect } from 'node:util';
import { CallOver } from './call-span';
import { leftRunningBy } from './left-running';

export interface FailureListeners {
  /** Something failed that a module left running: it has no effect any more, and nobody waits for it. `module` is its name, if that is known. */
  readonly left: (error: unknown, module: string | undefined) => void;
  /** Whatever else nobody has handled. Left out: the process says so and ends, as it would by itself. */
  readonly other?: (error: unknown) => void;
}
type AnyFunction = (...given: unknown[]) => unknown;

/**
 * From now on nothing that a module leaves running stops this process, or whoever brings a module to that with a transaction would stop every node. Programs that run modules call it once, first of all.
 *
 * 1. Ticks and microtasks that a module queues run as they would, and what they throw ends where they began. Heard of only by the process it would be too late: Node.js puts what else is queued off until
 *    after the next event, so that an answer might come from a timer that must not come (see execution/perform.ts), and does not say whose microtask it was.
 * 2. Timers and immediates that a module sets never come, as if its process ended before: for a module no time passes.
 * 3. Of all else (an emitter's error, a promise that is left to itself) the process hears, and tells a module's from others by what set it going.
 */
export function containModules({ left, other = end }: FailureListeners): void {
  const heard = (error: unknown): void => {
    const module = leftRunningBy();
    if (module === undefined && !(error instanceof CallOver)) return other(error);
    left(error, module);
  };
  process.on('uncaughtException', heard);
  process.on('unhandledRejection', heard);
  replace([process], 'nextTick', (queue) => catching(queue, left));
  replace([globalThis], 'queueMicrotask', (queue) => catching(queue, left));
  for (const [name, clear] of [['setTimeout', timers.clearTimeout], ['setInterval', timers.clearInterval], ['setImmediate', timers.clearImmediate]] as const) {
    replace([globalThis, timers], name, (set) => neverComing(set, clear as AnyFunction, (module) => left(new Error(`${name}: for a module no time passes, so this never comes`), module)));
  }
}

function end(error: unknown): never {
  process.stderr.write(`${inspect(error)}\n`);
  process.exit(1);
}

function catching(queue: AnyFunction, left: FailureListeners['left']): AnyFunction {
  return (work, ...given) => {
    const module = leftRunningBy();
    if (module === undefined || typeof work !== 'function') return queue(work, ...given);
    return queue((...args: unknown[]) => {
      try {
        work(...args);
      } catch (error) {
        left(error, module);
      }
    }, ...given);
  };
}

/** What a module gets is a timer like any other, which is not set any more. */
function neverComing(set: AnyFunction, clear: AnyFunction, tell: (module: string) => void): AnyFunction {
  return (work, ...given) => {
    const module = leftRunningBy();
    if (module === undefined) return set(work, ...given);
    tell(module);
    const timer = set(() => undefined, ...given);
    clear(timer);
    return timer;
  };
}

/** With all that hangs on the function (`util.promisify` asks `setTimeout` for its own). */
function replace(owners: readonly object[], name: string, make: (original: AnyFunction) => AnyFunction): void {
  const original = (owners[0] as Record<string, AnyFunction>)[name]!;
  const instead = Object.defineProperties(make(original.bind(owners[0]) as AnyFunction), Object.getOwnPropertyDescriptors(original));
  for (const owner of owners) (owner as Record<string, AnyFunction>)[name] = instead;
}
