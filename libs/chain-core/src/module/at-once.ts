import type { ActiveModule } from './active-module';

/**
 * What a module's function gave, which it must give at once: what it did after the first `await` would come when the block is long made, and not at the
 * same moment on every machine. A promise is a bug of the module's, like anything else that it throws.
 */
export function atOnce<T>({ name }: Pick<ActiveModule, 'name'>, given: T): T {
  if (!isPromised(given)) return given;
  // Nobody is going to wait for it, so nobody would hear how it ends.
  given.then(ignore, ignore);
  throw new TypeError(`module ${name} answered with a promise`);
}

export function isPromised(given: unknown): given is PromiseLike<unknown> {
  return typeof given === 'object' && given !== null && typeof (given as { then?: unknown }).then === 'function';
}

function ignore(): void {}
