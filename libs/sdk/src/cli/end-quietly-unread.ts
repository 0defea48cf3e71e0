import type { Writable } from 'node:stream';

/** Whoever reads may go before everything is said (`… | head`): the rest is for nobody then, and no fault. What the command does goes on, and so does its exit code. */
export function endQuietlyUnread(...outputs: readonly Writable[]): void {
  for (const output of outputs) {
    output.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
