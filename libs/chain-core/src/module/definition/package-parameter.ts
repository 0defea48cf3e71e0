import type { Bytes } from '../../primitives/bytes';
import type { RefusalFacts } from '../../primitives/refusal';
import type { Json, JsonObject } from '../../protocol/genesis';
import type { CallContext } from './context';
import type { Words } from './words';

/** One parameter of a module is a package of rules: data that is published on the chain by vote, and put in force by vote. */
export interface PackageParameter<P> {
  readonly parameter: string;
  /** NAME@VERSION. */
  idOf(content: JsonObject): string;
  /** Refuses, with `{path, reason}`, parameters whose package cannot take the old one's place, over the same stores or, where `migrateFrom` applies, with its records. */
  checkSwap?(from: P, to: P): void;
  /** Its records, so that people hear before a vote which of them come to nothing; left out: packages do not say what kinds there are. */
  readonly records?: PackagedRecords<P>;
  /** Tries again what was recorded, so that people hear before a vote what the package that is to come would refuse; left out: they find out afterwards. */
  readonly trial?: PackageTrial<P>;
}

/** Records of the kinds that a package says. */
export interface PackagedRecords<P> {
  /** A store with one entry for each record. */
  readonly store: string;
  /** Whether a record that stays where it is counts under these parameters. */
  counts(value: Bytes, under: P): boolean;
  /** Kinds of `from` whose records come to nothing under `to`: it carries others over, but not these; or, where records stay where they are, it has no such kind. */
  leftBehind(from: P, to: P): readonly string[];
}

/** Commands that were recorded, as if they were submitted under another package. Asked of a rehearsal, never by a chain, so a published version may say more. */
export interface PackageTrial<P> {
  /** The module's command whose calls are tried. */
  readonly command: string;
  /** What the package calls what was done: so many of each kind are tried. */
  kindOf(payload: Json): string;
  /** Why they would be refused under `context.params`, in the state that the records were in before the call; empty: they would be recorded. */
  refusals(context: TrialContext<P>, payload: Json): readonly TrialRefusal[];
}

export interface TrialContext<P> extends CallContext<P> {
  /** The parameters in force, under which the records lie that `state` reads. */
  readonly from: P;
}

/** One thing that a recorded command would be refused for. */
export interface TrialRefusal {
  readonly code: string;
  readonly facts: RefusalFacts;
  /** As they are read, with `{name}` for facts. */
  readonly words: Words;
  /** JSON pointers: to the rule, into the package, and to what it is about, into the data. */
  readonly place: string;
  readonly field: string;
  /** What stands at `place`; null: it is no single line. */
  readonly rule: string | null;
  /** The rule came to no answer, and why; null: it says no. */
  readonly failure: RuleFailure | null;
}

/** `no-field`: it reads one that is not there, named by `detail`; `kinds`: it compares or computes with kinds of values that do not go together; else `detail` says what. */
export interface RuleFailure {
  readonly why: 'no-field' | 'kinds' | 'other';
  readonly detail: string;
}
