import type { Bytes } from '../../primitives/bytes';
import type { JsonObject } from '../../protocol/genesis';
import type { ModuleContext } from './context';
import type { Answer } from './parts';
import type { ReadView, WriteBatch } from './stores';

/** What a migration sees: the new module's stores to write to, and the old one's to read from. */
export interface MigrationContext<P> extends ModuleContext<P, WriteBatch> {
  readonly from: { readonly params: JsonObject; readonly state: ReadView };
}

/** One entry of the old module; `value` is undefined when it was carried over before and is gone now. */
export interface OldEntry {
  readonly store: string;
  readonly key: Bytes;
  readonly value: Bytes | undefined;
}

/**
 * How the entries of another module, or of another version or package of this one, become those of this module. It runs a few entries a block
 * while the old module goes on working; what the old one changes behind it is brought to `entry` again. Whatever it throws ends the migration
 * and leaves the old module in place.
 */
export interface Migration<P> {
  /** Stores of the old module that are gone through, in this order. The rest stays readable under the old module. */
  readonly stores: readonly string[];
  /** Those of them whose entries are made anew from others': one that leaves nothing behind itself is not missed. */
  readonly remade?: readonly string[];
  /** Whether there is anything to carry over between these parameters; left out: always. */
  applies?(from: JsonObject, to: P): boolean;
  /**
   * Which of this module's locks without an owner those of the old one become, by the old one's names, all of which must be here: a vote may then let this module take over what lies under
   * them, and is not refused while anything does. Such an output stays as it is, with the data that the old module gave it. Where it is, stands in entries like anything else.
   */
  readonly takesOver?: Readonly<Record<string, string>>;
  /**
   * Carries one entry over. It may be asked for the same one again, with another value: what it leaves behind must depend on the old module's
   * present entries alone, and not on how often or in what order it was asked. Budget: BUDGETS.entry.
   */
  entry(context: MigrationContext<P>, entry: OldEntry): Answer<void>;
}
