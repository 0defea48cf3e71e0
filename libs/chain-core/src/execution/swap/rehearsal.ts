import { parseCanonicalJson } from '../../codec/json';
import type { ModuleChange } from '../../kernel/change';
import type { Migrating } from '../../kernel/force';
import { renewalView, type RenewalView } from '../../kernel/outlook';
import type { PlannedChanges } from '../../kernel/module-plan';
import { idOf } from '../../kernel/renewal';
import { checkModuleProposal, planContext, planned } from '../../kernel/propose-modules';
import { packageSwapViews, type PackageSwapView } from '../../kernel/way-back';
import { readContext, type BlockScope } from '../../module/contexts';
import { StoreReadView } from '../../module/store-view';
import type { Work } from '../../module/work';
import { toHex, type Bytes } from '../../primitives/bytes';
import type { Json, JsonObject } from '../../primitives/json';
import { Refusal } from '../../primitives/refusal';
import type { KeyValueSource } from '../../state/key-value-source';
import { Overlay } from '../../state/overlay';
import { ModuleMissing } from '../errors';
import { LeftBehindCount, StayingRecords, type LeftBehind } from './left-behind';
import type { PastBlocks } from './past-calls';
import { TriedCommands, type CommandsTried } from './tried-commands';
import { perform, type Eventual } from '../perform';
import { BATCH, carryOver, entriesAfter, goOn } from './migrate';
import { beginWith, planOf, type Renewing, type SwapPlan } from './swap-plan';

/** Entries of one step: a node does something else between two. To count one is far less work than to carry it over. */
const STEP_ENTRIES = 32;
const COUNTED_AT_ONCE = 512;
/** What was carried over is kept for so many entries, then forgotten: a rehearsal must fit beside a running node. */
const KEPT_ENTRIES = 20_000;
const SAMPLES_PER_STORE = 3;

export interface RehearsalSample {
  readonly module: string;
  readonly store: string;
  readonly before: Json;
  /** What stands for it in the new module's stores. */
  readonly after: readonly { readonly store: string; readonly value: Json }[];
}
type Counting = Pick<Migrating, 'module' | 'store'> & { readonly after?: Bytes };
export interface RehearsalReport {
  /** Modules with stores of their own, whether records come along, and whether they could be carried back. */
  readonly modules: readonly RenewalView[];
  /** Modules that go by another package, and what it does to records. */
  readonly packages: readonly PackageSwapView[];
  /** Entries that were carried over and left nothing, and records that stay where they are and do not count any more. */
  readonly leftBehind: readonly LeftBehind[];
  /** What other packages would say of the newest commands that were recorded. */
  readonly commands: readonly CommandsTried[];
  /** Entries that were carried over. */
  readonly entries: number;
  /** Blocks that this takes at the least. */
  readonly blocks: number;
  readonly samples: readonly RehearsalSample[];
  /** Why the change would not take effect: already when proposed, or at one of the entries. */
  readonly refusal: { readonly code: string; readonly facts: JsonObject } | null;
}

/**
 * Does what a change of modules would do, in small steps, on top of a live state, and keeps nothing of it. `state` is asked anew for every entry that is read, so blocks may become final meanwhile;
 * what they change is not carried over again. Two records that would collide are noticed if no more than KEPT_ENTRIES lie between them.
 */
export class Rehearsal {
  readonly #scope: BlockScope;
  /** Entries that there were to carry over when they were counted. */
  #of = 0;
  /** Where counting has come to; undefined: it is over. */
  #counting: Counting | undefined;
  readonly #samples: RehearsalSample[] = [];
  readonly #left = new LeftBehindCount();
  #staying: StayingRecords | undefined;
  #tried: TriedCommands | undefined;
  #isTried = false;
  readonly #live: KeyValueSource;
  #overlay: Overlay;
  #founded: Overlay;
  #plan: SwapPlan | undefined;
  #migrating: Migrating | undefined;
  #refusal: RehearsalReport['refusal'] = null;
  #keptSince = 0;
  /** What is tried out; undefined: it was begun. */
  #changes: readonly ModuleChange[] | undefined;

  /** @param blocks of the chain, as far as they are here */
  constructor(scope: BlockScope, state: () => KeyValueSource, changes: readonly ModuleChange[], private readonly blocks: PastBlocks) {
    this.#scope = scope;
    this.#changes = changes;
    this.#live = { get: (key) => state().get(key), range: (options) => state().range(options) };
    this.#founded = new Overlay(this.#live);
    this.#overlay = this.#founded;
  }

  /** @returns false once there is nothing left to do */
  step(): Eventual<boolean> {
    return perform(this.#step());
  }

  *#step(): Work<boolean> {
    const changes = this.#changes;
    if (changes !== undefined) {
      this.#changes = undefined;
      yield* this.#guarded(this.#begin(changes));
      return true;
    }
    if (this.#refusal !== null || this.#plan === undefined) return false;
    const [plan, migrating] = [this.#plan, this.#migrating];
    if (this.#staying !== undefined) {
      yield* this.#guarded(this.#lookOn(this.#staying));
      return true;
    }
    if (!this.#isTried) {
      this.#isTried = !this.#tried!.look(this.#live);
      return true;
    }
    if (migrating?.isDone !== false) return false;
    if (this.#counting !== undefined) {
      this.#counting = this.#count(plan, this.#counting);
      return true;
    }
    yield* this.#guarded(this.#carryOn(plan, migrating));
    if (this.#migrating!.entries - this.#keptSince > KEPT_ENTRIES) {
      this.#overlay = new Overlay(this.#founded);
      this.#keptSince = this.#migrating!.entries;
    }
    return true;
  }

  *#carryOn(plan: SwapPlan, migrating: Migrating): Work<void> {
    if (migrating.upTo === undefined) yield* this.#sample(plan, migrating);
    this.#migrating = yield* goOn(this.#scope, this.#overlay, plan, migrating, { ...BATCH, entries: STEP_ENTRIES }, (...of) => this.#carry(...of));
  }

  /** What packages say of their records they say at once. */
  *#lookOn(staying: StayingRecords): Work<void> {
    if (!staying.look(this.#live, this.#left, STEP_ENTRIES)) this.#staying = undefined;
  }

  /** Entries that were carried over, and how many there are, once they are counted; more may come meanwhile. */
  get progress(): { readonly done: number; readonly of: number } {
    const done = this.#migrating?.entries ?? 0;
    return { done, of: Math.max(done, this.#of) };
  }

  get report(): RehearsalReport {
    const entries = this.#migrating?.entries ?? 0;
    const state = new StoreReadView(this.#scope.modules.kernel!, this.#live);
    const modules = (this.#plan?.renewing ?? []).map((renewing) => renewalView(state, this.#scope.modules.resolver, renewing));
    const packages = this.#plan === undefined ? [] : packageSwapViews(this.#scope.modules.resolver, this.#plan);
    return { modules, packages, leftBehind: this.#left.all, commands: this.#tried?.report ?? [], entries, blocks: Math.max(1, Math.ceil(entries / BATCH.entries)), samples: this.#samples, refusal: this.#refusal };
  }

  *#begin(changes: readonly ModuleChange[]): Work<void> {
    const { modules } = this.#scope;
    const kernel = modules.kernel!;
    const context = readContext({ ...this.#scope, meter: undefined }, kernel, this.#live) as unknown as Parameters<typeof planContext>[0];
    // No proposal has this number yet, so no space has this name.
    const asked: PlannedChanges = planned(context, modules.resolver, 0xffffffff, changes);
    checkModuleProposal(context, modules.resolver, asked, []);
    this.#plan = planOf(planContext(context, modules.resolver), asked);
    this.#staying = new StayingRecords(modules, this.#plan);
    this.#tried = new TriedCommands(this.#scope, this.#plan, this.blocks);
    yield* beginWith(this.#scope, this.#founded, this.#plan);
    this.#counting = { module: 0, store: 0 };
    this.#migrating = { change: 0xffffffff, module: 0, store: 0, entries: 0, firstHeight: this.#scope.height, isDone: this.#plan.renewing.length === 0 };
    this.#overlay = new Overlay(this.#founded);
  }

  /** As on the chain, and notes whether the entry left anything. */
  *#carry(...[scope, overlay, pair, entry]: Parameters<typeof carryOver>): Work<void> {
    const tried = new Overlay(overlay);
    yield* carryOver(scope, tried, pair, entry);
    const leaves = [...tried.changes()].some(([, value]) => value !== undefined);
    const { to, migration } = pair.renewing;
    if (leaves || !migration!.remade?.includes(entry.store)) this.#left.note(idOf(to), entry.store, !leaves);
    tried.writeTo(overlay);
  }

  #count({ renewing }: SwapPlan, { module, store, after }: Counting): Counting | undefined {
    const place = renewing[module];
    if (place === undefined) return undefined;
    const name = place.migration?.stores[store];
    if (name === undefined) return { module: module + 1, store: 0 };
    const old = this.#scope.modules.find(place.from.name)!;
    const entries = entriesAfter(this.#live, old, name, after, COUNTED_AT_ONCE);
    this.#of += entries.length;
    return entries.length < COUNTED_AT_ONCE ? { module, store: store + 1 } : { module, store, after: entries.at(-1)!.key };
  }

  /** The first few entries of a store, before and after. */
  *#sample(plan: SwapPlan, { module, store }: Migrating): Work<void> {
    const renewing = plan.renewing[module]!;
    const name = renewing.migration?.stores[store];
    if (name === undefined) return;
    const old = this.#scope.modules.find(renewing.from.name)!;
    for (const { key, value } of new StoreReadView(old, this.#live).range(name, { limit: SAMPLES_PER_STORE })) {
      const tried = new Overlay(this.#founded);
      yield* carryOver({ ...this.#scope, modules: plan.active }, tried, { renewing, old }, { store: name, key, value });
      this.#samples.push({ module: idOf(renewing.to), store: name, before: shown(value), after: written(tried, renewing) });
    }
  }

  *#guarded(work: Work<void>): Work<void> {
    try {
      yield* work;
    } catch (error) {
      if (error instanceof ModuleMissing) this.#refusal = { code: 'MODULE_NOT_AVAILABLE', facts: { module: error.module, version: error.version } };
      else if (!(error instanceof Refusal)) throw error;
      else this.#refusal = { code: error.code, facts: error.facts as JsonObject };
    }
  }
}

function written(tried: Overlay, { module }: Renewing): RehearsalSample['after'] {
  const stores = Object.keys(module.definition.stores ?? {}).map((store) => ({ store, prefix: module.prefixOf(store) }));
  return [...tried.changes()].flatMap(([key, value]) => {
    const found = stores.find(({ prefix }) => key.startsWith(prefix));
    return found === undefined || value === undefined ? [] : [{ store: found.store, value: shown(value) }];
  });
}

/** JSON where it is, else hex. */
function shown(value: Bytes): Json {
  try {
    return parseCanonicalJson(value);
  } catch {
    return toHex(value);
  }
}
