import type { ActiveModule } from './active-module';
import { atOnce, isPromised } from './at-once';
import type { CallSpan } from './call-span';
import { callOf } from './left-running';
import type { Work } from './work';

/**
 * A call to a module that is still to be made. What is called with every transaction is an object with a method rather than a closure of its own: what the machine has compiled for a closure is thrown away
 * once none of its kind is left, and compiled again for the next ones.
 */
export interface ModuleCall<T> {
  readonly module: ActiveModule;
  /** Of all that the call is given. */
  readonly span: CallSpan;
  make(): T | PromiseLike<T>;
}

/** Makes a call whose answer may be promised, if the module declares `async: true`. With the answer ends what the call was given. */
export function* callModule<T>(call: ModuleCall<T>): Work<T> {
  const { module, span } = call;
  if (!module.isAsync) return callAtOnce(call);
  yield undefined;
  try {
    const given = callOf(module.name, made, call);
    return (isPromised(given) ? yield { module: module.name, answer: given } : given) as T;
  } finally {
    span.end();
  }
}

/** The same where the answer must come at once: of what may promise nothing, whatever its module declares, and for modules that declare nothing, where no work should be begun for them. */
export function callAtOnce<T>(call: ModuleCall<T>): T {
  const { module, span } = call;
  try {
    return atOnce(module, callOf(module.name, made, call)) as T;
  } finally {
    span.end();
  }
}

function made<T>(call: ModuleCall<T>): T | PromiseLike<T> {
  return call.make();
}
