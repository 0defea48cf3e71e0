import type { Bytes } from '../../primitives/bytes';
import type { JsonObject } from '../../protocol/genesis';

/** One parameter of a module is a package of rules: data that is published on the chain by vote, and put in force by vote. */
export interface PackageParameter<P> {
  readonly parameter: string;
  /** NAME@VERSION. */
  idOf(content: JsonObject): string;
  /** Refuses, with `{path, reason}`, parameters whose package cannot take the old one's place, over the same stores or, where `migrateFrom` applies, with its records. */
  checkSwap?(from: P, to: P): void;
  /** Its records, so that people hear before a vote which of them come to nothing; left out: packages do not say what kinds there are. */
  readonly records?: PackagedRecords<P>;
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
