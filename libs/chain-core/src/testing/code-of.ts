import { Refusal } from '../primitives/refusal';

/** The code that this is refused with; `ok`: it is not. Any other error is passed on. */
export function codeOf(work: () => unknown): string {
  try {
    work();
    return 'ok';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}
