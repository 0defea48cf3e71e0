/** What `npm run bench` gives every benchmark. */
export interface BenchOptions {
  readonly validators: number;
  readonly seconds: number;
  readonly runs: number;
  /** Of a state. */
  readonly entries: number;
  /** Of a chain's rule book. */
  readonly records: number;
  readonly runtime: 'process' | 'docker';
  /** Of the chain's validators, where the benchmark is about the chain. */
  readonly certificates: 'ed25519' | 'bls';
  /** A line for the person who watches. */
  readonly log: (line: string) => void;
}

/** Names are part of the interface: figures are compared between versions. Milliseconds, megabytes and counts as the names say. */
export type Figures = Readonly<Record<string, number>>;

/** A file test/bench/NAME.ts exports this under the name `bench`. */
export type Bench = (options: BenchOptions) => Promise<Figures>;

/** Nearest rank: a value that was really measured. @param share 0.5 for the median */
export function percentile(values: readonly number[], share: number): number {
  const ascending = [...values].sort((a, b) => a - b);
  return ascending[Math.max(0, Math.ceil(ascending.length * share) - 1)];
}

/** Two decimals are more than a machine repeats. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
