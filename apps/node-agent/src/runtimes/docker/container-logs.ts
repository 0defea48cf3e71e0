import type { Container } from 'dockerode';
import { LIMITS } from '../../limits';
import type { LogOptions } from '../runtime';
import { demultiplex } from './demultiplex';

type Stream = NodeJS.ReadableStream & { destroy(): void };

/** A container's output, oldest first: what it said in earlier runs is still there. */
export async function* readLogs(container: Container, { tail, follow, signal }: LogOptions): AsyncIterable<Uint8Array> {
  const options = { stdout: true, stderr: true, tail: Math.min(tail, LIMITS.logTailLinesMax), timestamps: false } as const;
  if (follow) return yield* followLogs((await container.logs({ ...options, follow: true })) as Stream, signal);
  const whole = await container.logs({ ...options, follow: false });
  yield* demultiplex([whole] as unknown as AsyncIterable<Uint8Array>);
}

/** The newest line, which is where a program that ended says why. */
export async function lastLine(container: Container): Promise<string> {
  let text = '';
  for await (const part of readLogs(container, { tail: 1, follow: false, signal: new AbortController().signal })) text += Buffer.from(part).toString('utf8');
  return text.trim();
}

async function* followLogs(stream: Stream, signal: AbortSignal): AsyncIterable<Uint8Array> {
  const end = () => stream.destroy();
  signal.addEventListener('abort', end);
  try {
    yield* demultiplex(stream as AsyncIterable<Uint8Array>);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}
