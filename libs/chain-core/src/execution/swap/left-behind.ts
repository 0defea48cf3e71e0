import type { ModulePlan } from '../../kernel/module-plan';
import { idOf } from '../../kernel/renewal';
import { unbroken } from '../../kernel/unbroken';
import type { ActiveModules } from '../../module/active-modules';
import type { Bytes } from '../../primitives/bytes';
import type { KeyValueSource } from '../../state/key-value-source';
import { entriesAfter } from './migrate';

/** Entries of one store that come to nothing under what is to come, of those that were looked at. */
export interface LeftBehind {
  /** NAME@VERSION of the module that comes, or goes on by another package. */
  readonly module: string;
  readonly store: string;
  readonly entries: number;
  readonly of: number;
}

/** Counts what a change leaves behind, so that people hear of it before they vote. */
export class LeftBehindCount {
  readonly #counts = new Map<string, LeftBehind>();

  note(module: string, store: string, isLeft: boolean): void {
    const id = `${module} ${store}`;
    const { entries, of } = this.#counts.get(id) ?? { entries: 0, of: 0 };
    this.#counts.set(id, { module, store, entries: entries + (isLeft ? 1 : 0), of: of + 1 });
  }

  /** Only of stores where anything is left behind. */
  get all(): readonly LeftBehind[] {
    return [...this.#counts.values()].filter(({ entries }) => entries > 0);
  }
}

/** Records that stay where they are, looked at a few at a time. */
export class StayingRecords {
  /** Of the modules that wait, the first one's last key that was looked at. */
  #upTo: Bytes | undefined;
  #waiting: ModulePlan['repackaged'];

  constructor(
    private readonly modules: ActiveModules,
    { repackaged, renewals }: ModulePlan,
  ) {
    this.#waiting = repackaged.filter(({ to }) => !renewals.some((renewal) => renewal.to.name === to.name));
  }

  /** @returns false once all were looked at. @throws Refusal MODULE_BROKE */
  look(state: KeyValueSource, count: LeftBehindCount, limit: number): boolean {
    const [renewal] = this.#waiting;
    if (renewal === undefined) return false;
    const { name, params } = renewal.to;
    const old = this.modules.find(name)!;
    const { records } = old.definition.package!;
    const entries = records === undefined ? [] : entriesAfter(state, old, records.store, this.#upTo, limit);
    for (const { value } of entries) count.note(idOf(renewal.to), records!.store, !unbroken(name, () => records!.counts(value, params as never)));
    this.#upTo = entries.at(-1)?.key;
    if (entries.length < limit) [this.#upTo, this.#waiting] = [undefined, this.#waiting.slice(1)];
    return true;
  }
}
