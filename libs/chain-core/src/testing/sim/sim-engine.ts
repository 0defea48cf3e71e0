/** What an invariant noticed. */
export interface Violation {
  /** Which invariant, by the name its engine's checker gives it. */
  readonly invariant: string;
  readonly what: string;
}

export interface SeedOptions {
  readonly seed: number;
  /** How many nodes; undefined: chosen by the seed. */
  readonly nodes?: number;
}

export interface SeedResult {
  readonly seed: number;
  readonly violations: readonly Violation[];
  /** The seed ran to its end: the attack was over and the chain went on. */
  readonly isFinished: boolean;
  /** Digest of everything that happened; the same seed has the same one on every machine. */
  readonly traceHash: string;
}

/** A bug put in on purpose, to show that the invariants would notice it. Only tests and `npm run sim:mutants` run these. */
export interface Mutant {
  readonly name: string;
  /** @returns what the invariants noticed at this seed */
  run(seed: number): readonly Violation[] | Promise<readonly Violation[]>;
}

/** A space of cases that can be run to its end: case numbers are 0 to `size` - 1. */
export interface CaseSpace {
  readonly size: number;
  run(caseNumber: number): SeedResult;
}

/** What `npm run sim -- --engine NAME` needs of an engine; see engines.ts. */
export interface SimEngine {
  runSeed(options: SeedOptions): SeedResult | Promise<SeedResult>;
  readonly mutants: readonly Mutant[];
  /** Run by `--twins`. */
  readonly twins?: CaseSpace;
}
