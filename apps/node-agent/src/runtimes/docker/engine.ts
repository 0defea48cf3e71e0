import { Failure } from '../../failure';

/** The engine's HTTP status, when an error is an answer of it. */
export function statusOf(error: unknown): number | undefined {
  return (error as { readonly statusCode?: number }).statusCode;
}

/** Runs a call and takes the given statuses (404: not there, 304/409: already so) for done. */
export async function tolerate<T>(call: Promise<T>, ...statuses: readonly number[]): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (statuses.includes(statusOf(error) ?? 0)) return undefined;
    throw asEngineFailure(error);
  }
}

/** What the engine says, in the agent's words. */
function asEngineFailure(error: unknown): unknown {
  const { message = '', code } = error as NodeJS.ErrnoException;
  if (error instanceof Failure) return error;
  if (code === 'ECONNREFUSED' || code === 'ENOENT' || code === 'EACCES' || code === 'ECONNRESET') return new Failure('RUNTIME_UNAVAILABLE', `Docker does not answer (${message}).`);
  if (/port is already allocated|address already in use/.test(message)) return new Failure('PORT_TAKEN', 'Another program listens on the port the node should be reached at.');
  if (/no space left on device/.test(message)) return new Failure('DISK_FULL', 'The disk Docker keeps its data on is full.');
  return error;
}
