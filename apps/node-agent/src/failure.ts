/** The world is wrong: a step did not work. It is reported with its code and sentence, and tried again later. */
export class Failure extends Error {
  constructor(
    /** Stable, UPPER_SNAKE; see FAILURES. */
    readonly code: FailureCode,
    readonly detail: string,
  ) {
    super(`${code}: ${detail}`);
    this.name = 'Failure';
  }
}

/** What each code means; shown in the runbook. */
export const FAILURES = {
  INVALID_WISH: 'the control plane asked for something outside the vocabulary',
  KEY_UNKNOWN: 'this host never made the key the wish names',
  KEY_BOUND_ELSEWHERE: 'the key is bound to another chain or node for ever',
  GENESIS_MISMATCH: 'the genesis document does not hash to the chain id',
  GENESIS_WITHOUT_KEY: 'the genesis document has no seat for the key',
  HOST_FULL: 'the host carries as many nodes as it is willing to',
  UNKNOWN_SOFTWARE: 'this host cannot start that software version',
  PORT_TAKEN: 'no free port was found',
  DISK_FULL: 'the disk is full',
  DATA_CORRUPT: 'the node found its own data damaged',
  BAD_NODE_CONFIG: 'the node refused its settings',
  SOFTWARE_TOO_OLD: 'the chain goes on with something that the node’s software lacks',
  NODE_IMPOSSIBLE: 'the node stopped because something impossible happened',
  NODE_EXITED: 'the node ended',
  NODE_NOT_READY: 'the node did not become ready in time',
  RUNTIME_UNAVAILABLE: 'the runtime does not answer',
  HOST_TROUBLE: 'the host refused an operation',
} as const;
export type FailureCode = keyof typeof FAILURES;

/** Anything thrown, as a failure; the operating system's own codes keep their meaning. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Failure('DISK_FULL', 'The disk is full; free some space and the agent goes on by itself.');
  if (code === 'EADDRINUSE') return new Failure('PORT_TAKEN', 'Another program listens on the port.');
  if (code === 'ECONNREFUSED' || code === 'ENOENT_SOCKET') return new Failure('RUNTIME_UNAVAILABLE', message);
  return new Failure('HOST_TROUBLE', message ?? String(error));
}
