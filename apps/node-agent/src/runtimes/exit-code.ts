import { NODE_EXIT } from '@bystack/api';
import { Failure } from '../failure';

/** What a node's exit says, in the agent's words. @param code null when a signal ended it or nobody saw it end. */
export function failureOfExit(code: number | null, lastWords = ''): Failure {
  const words = lastWords === '' ? '' : ` It last said: ${lastWords.slice(0, 400)}`;
  if (code === NODE_EXIT.portTaken) return new Failure('PORT_TAKEN', `The port its peers should reach is taken.${words}`);
  if (code === NODE_EXIT.diskFull) return new Failure('DISK_FULL', `The disk is full; free some space and the agent starts it again.${words}`);
  if (code === NODE_EXIT.corrupt) return new Failure('DATA_CORRUPT', `The node found its own data damaged and stopped rather than vote on it.${words}`);
  if (code === NODE_EXIT.badConfig) return new Failure('BAD_NODE_CONFIG', `The node cannot use its settings or genesis document.${words}`);
  if (code === NODE_EXIT.softwareTooOld) return new Failure('SOFTWARE_TOO_OLD', `The node’s software is too old for the chain; install a newer version on this host.${words}`);
  if (code === NODE_EXIT.impossible) return new Failure('NODE_IMPOSSIBLE', `The node met something that cannot be and stopped.${words}`);
  if (isDatabaseAbort(lastWords)) return new Failure('DATA_CORRUPT', `The node's database is damaged so that even reading it fails; the node was stopped.${words}`);
  return new Failure('NODE_EXITED', code === null ? `The node was ended by a signal before it served.${words}` : `The node ended with code ${code}.${words}`);
}

/**
 * LevelDB asserts some of what it reads: damage there ends the process (SIGABRT) before the node can name it. Nothing of it was served. The
 * last words are the assertion's, with the source file it stands in.
 */
function isDatabaseAbort(lastWords: string): boolean {
  return /deps\/leveldb\/.* Assertion `.*' failed\.?$/.test(lastWords);
}
