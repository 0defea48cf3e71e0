import { AsyncLocalStorage } from 'node:async_hooks';

const calling = new AsyncLocalStorage<string>();
/** No module's name (see check-definition.ts). */
const KERNEL = 'kernel';

/**
 * Makes a call to a module that may leave something running when it has answered: also one that may promise nothing can begin what it does not wait for. The kernel's own commands do not,
 * and a chain without modules is spared that Node.js keeps watch over whatever its process begins.
 */
export function callOf<T, A extends unknown[]>(module: string, make: (...given: A) => T, ...given: A): T {
  if (module === KERNEL) return make(...given);
  return calling.run(module, make, ...given);
}

/** Name of the module whose call has set going what runs now, or what is heard of now (a rejection that nobody handles). undefined: none has. */
export function leftRunningBy(): string | undefined {
  return calling.getStore();
}
