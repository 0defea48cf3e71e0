import type { Migrating } from '../../kernel/force';
import type { ActiveModule } from '../../module/active-module';
import { callModule } from '../../module/call-module';
import { called, metered, writeContext, type BlockScope } from '../../module/contexts';
import type { MigrationContext, OldEntry } from '../../module/definition/migration';
import { BUDGETS } from '../../module/meter';
import { StoreReadView } from '../../module/store-view';
import type { Work } from '../../module/work';
import { fromBinary, toBinary } from '../../crypto/hash';
import { concatBytes, fromHex, toHex, type Bytes } from '../../primitives/bytes';
import { MachineFailed } from '../../primitives/machine-failed';
import { Refusal, refuse } from '../../primitives/refusal';
import type { KeyValueSource } from '../../state/key-value-source';
import type { Overlay } from '../../state/overlay';
import type { Renewing, SwapPlan } from './swap-plan';

/**
 * Of one block: rules of the protocol. At least so much, and twice as much as the block changed in the stores that are carried over, so that a migration comes to its end
 * however busy the chain is.
 */
export const BATCH: Room = { entries: 64, bytes: 256 * 1024 };

/** How many entries, and how many bytes of their values. */
interface Room {
  readonly entries: number;
  readonly bytes: number;
}

/** Carries over what the block changed behind the migration, then goes on where the last block ended. @param overlay on top of the block's, for what it writes. @throws Refusal of the module, or MIGRATION_BROKE. */
export function* migrate(scope: BlockScope, block: Overlay, overlay: Overlay, plan: SwapPlan, migrating: Migrating): Work<Migrating> {
  const next = { ...scope, modules: plan.active };
  let [again, entries, bytes] = [0, 0, 0];
  for (const [place, renewing] of plan.renewing.entries()) {
    if (renewing.migration === undefined) continue;
    const old = scope.modules.find(renewing.from.name)!;
    for (const { isBehind, ...entry } of changedBy(block, old, renewing, { ...migrating, isBefore: place < migrating.module, isAfter: place > migrating.module })) {
      entries += 1;
      bytes += entry.value?.length ?? 0;
      if (!isBehind) continue;
      yield* carryOver(next, overlay, { renewing, old }, entry);
      again += 1;
    }
  }
  const room = { entries: BATCH.entries + 2 * entries, bytes: Math.max(BATCH.bytes, 2 * bytes) };
  return yield* goOn(scope, overlay, plan, { ...migrating, entries: migrating.entries + again }, room);
}

/** As far as the room takes it; the last entry may be larger than what is left of it. @param carry what is done with each entry */
export function* goOn(scope: BlockScope, overlay: Overlay, plan: SwapPlan, from: Migrating, { entries: entriesMax, bytes: bytesMax }: Room, carry = carryOver): Work<Migrating> {
  const next = { ...scope, modules: plan.active };
  let migrating = from;
  let room = entriesMax;
  let bytes = 0;
  while (migrating.module < plan.renewing.length) {
    const renewing = plan.renewing[migrating.module]!;
    const store = renewing.migration?.stores[migrating.store];
    if (store === undefined) {
      migrating = without({ ...migrating, module: migrating.module + 1, store: 0 });
      continue;
    }
    const old = scope.modules.find(renewing.from.name)!;
    const entries = entriesAfter(overlay, old, store, migrating.upTo === undefined ? undefined : fromHex(migrating.upTo)!, room);
    for (const { key, value } of entries) {
      if (room === 0 || bytes >= bytesMax) return migrating;
      yield* carry(next, overlay, { renewing, old }, { store, key, value });
      room -= 1;
      bytes += value.length;
      migrating = { ...migrating, upTo: toHex(key), entries: migrating.entries + 1 };
    }
    if (room === 0) return migrating;
    migrating = without({ ...migrating, store: migrating.store + 1 });
  }
  return { ...migrating, isDone: true };
}

/** A store is begun from its first key. */
function without({ change, module, store, entries, firstHeight, isDone }: Migrating): Migrating {
  return { change, module, store, entries, firstHeight, isDone };
}

export function entriesAfter(source: KeyValueSource, old: ActiveModule, store: string, upTo: Bytes | undefined, limit: number): readonly { key: Bytes; value: Bytes }[] {
  const from = upTo === undefined ? undefined : concatBytes(upTo, new Uint8Array(1));
  return new StoreReadView(old, source).range(store, { limit, ...(from !== undefined && { from }) });
}

/** Where the migration stands, as one of the modules sees it. */
interface Standing extends Migrating {
  /** The module was gone through already, or not begun. */
  readonly isBefore: boolean;
  readonly isAfter: boolean;
}

/** What this block changed in the stores that are carried over, by key; `isBehind`: in one, or a part of one, that was gone through already. */
function changedBy(block: Overlay, old: ActiveModule, { migration }: Renewing, at: Standing): readonly (OldEntry & { readonly isBehind: boolean })[] {
  const stores = migration!.stores.map((store, place) => ({ store, prefix: old.prefixOf(store), upTo: placeOf(place, at) }));
  const changed: { store: string; place: number; key: string; value: Bytes | undefined; isBehind: boolean }[] = [];
  for (const [full, value] of block.changes()) {
    const place = stores.findIndex(({ prefix }) => full.startsWith(prefix));
    if (place < 0) continue;
    const { store, prefix, upTo } = stores[place]!;
    const key = full.slice(prefix.length);
    changed.push({ store, place, key, value, isBehind: upTo === 'all' || (upTo !== undefined && key <= upTo.key) });
  }
  changed.sort((a, b) => a.place - b.place || (a.key < b.key ? -1 : 1));
  return changed.map(({ store, key, value, isBehind }) => ({ store, key: fromBinary(key), value, isBehind }));
}

function placeOf(store: number, at: Standing): 'all' | { readonly key: string } | undefined {
  if (at.isAfter) return undefined;
  if (at.isBefore || store < at.store) return 'all';
  return store === at.store && at.upTo !== undefined ? { key: toBinary(fromHex(at.upTo)!) } : undefined;
}

/** One entry, into the stores of the module that is to come. @throws Refusal MIGRATION_BROKE {module, store, key}, and what the migration refuses; MachineFailed. */
export function* carryOver(scope: BlockScope, overlay: Overlay, { renewing, old }: { renewing: Renewing; old: ActiveModule }, entry: OldEntry): Work<void> {
  const call = called(metered(scope, BUDGETS.entry), renewing.module);
  const from = { params: old.params, state: new StoreReadView(old, overlay, call.meter, call.span) };
  const context: MigrationContext<never> = { ...(writeContext(call, renewing.module, overlay) as never as MigrationContext<never>), from };
  try {
    yield* callModule({ module: renewing.module, span: call.span, make: () => renewing.migration!.entry(context, entry) });
  } catch (error) {
    if (error instanceof MachineFailed || error instanceof Refusal) throw error;
    // Whatever it is, the chain goes on with the old module. A machine on which something else came of it has another state, and stops: that is one node, not all.
    refuse('MIGRATION_BROKE', { module: renewing.to.name, store: entry.store, key: toHex(entry.key) });
  }
}
