import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Which files of a node's data folder a fault is about, and at which of their calls it strikes (each thread counts for itself). */
export interface DiskFault {
  readonly kind: 'kill at fsync' | 'fsync fails' | 'disk full';
  readonly files: 'votes' | 'chain';
  /** Counted from 1. */
  readonly at: number;
}

const INJECTIONS = {
  'kill at fsync': (at: number) => ['-e', 'trace=fdatasync,fsync', '-e', `inject=fdatasync,fsync:signal=KILL:when=${at}`],
  'fsync fails': (at: number) => ['-e', 'trace=fdatasync,fsync', '-e', `inject=fdatasync,fsync:error=EIO:when=${at}`],
  'disk full': (at: number) => ['-e', 'trace=write,pwrite64,writev,pwritev', '-e', `inject=write,pwrite64,writev,pwritev:error=ENOSPC:when=${at}+`],
} as const;
/** LevelDB numbers its files through; more than a short run makes. */
const FILE_NUMBERS = 40;

/** Why faults cannot be injected here; undefined when they can. */
export function whyNoFaults(): string | undefined {
  const tried = spawnSync('strace', ['-qqq', '-o', '/dev/null', '-e', 'trace=none', 'true']);
  if (tried.error !== undefined) return 'strace is not installed (Debian: strace)';
  return tried.status === 0 ? undefined : 'this kernel lets no process be traced';
}

/** The words that run a program under this fault. The traced program stays our own child. */
export function runUnder({ kind, files, at }: DiskFault, dataDir: string): readonly string[] {
  const paths = pathsOf(files, dataDir).flatMap((path) => ['-P', path]);
  return ['strace', '-D', '-f', '-qqq', '-o', '/dev/null', ...paths, ...INJECTIONS[kind](at)];
}

function pathsOf(files: DiskFault['files'], dataDir: string): string[] {
  if (files === 'votes') return [join(dataDir, 'votes/votes-000000000001.log')];
  const numbers = Array.from({ length: FILE_NUMBERS }, (_, i) => String(i + 1).padStart(6, '0'));
  return numbers.flatMap((number) => [`${number}.log`, `${number}.ldb`, `MANIFEST-${number}`]).map((name) => join(dataDir, 'chain', name));
}

/** What a start does to its folder: makes it durable, moves a name, or takes one away. */
export type StartCall = 'fsync' | 'move or removal';

const CALLS = { fsync: 'fdatasync,fsync', 'move or removal': '/^(rename|unlink|rmdir)' } as const;

/** The words that run a program which is killed at such a call of one of its threads, whatever file that is about. */
export function killAt(call: StartCall, at: number): readonly string[] {
  return ['strace', '-D', '-f', '-qqq', '-o', '/dev/null', '-e', `trace=${CALLS[call]}`, '-e', `inject=${CALLS[call]}:signal=KILL:when=${at}`];
}
