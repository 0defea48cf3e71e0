import { callOf } from '../module/left-running';
import { MachineFailed } from '../primitives/machine-failed';
import { Refusal, refuse } from '../primitives/refusal';

/**
 * Runs code of a module that is to come. Whatever it throws ends its coming, and neither a node nor the chain: there is no transaction that could be left out instead. A machine on which
 * something else comes of it than on the others has another state, and stops: that is one node, not all. @throws Refusal MODULE_BROKE {module}, and what the module refuses; MachineFailed.
 */
export function unbroken<T>(module: string, work: () => T): T {
  try {
    return callOf(module, work);
  } catch (error) {
    return notBroken(module, error);
  }
}

/** The same of what was thrown. */
export function notBroken(module: string, error: unknown): never {
  if (error instanceof MachineFailed || error instanceof Refusal) throw error;
  return refuse('MODULE_BROKE', { module });
}
