import type { Migrating } from '../../kernel/force';
import type { ActiveModule } from '../../module/active-module';
import { atOnce } from '../../module/at-once';
import { metered, writeContext, type BlockScope } from '../../module/contexts';
import type { MigrationContext, OldEntry } from '../../module/define-module';
import { BUDGETS } from '../../module/meter';
import { StoreReadView } from '../../module/store-view';
import { fromBinary, toBinary } from '../../crypto/hash';
import { concatBytes, fromHex, toHex, type Bytes } from '../../primitives/bytes';
import { MachineFailed } from '../../primitives/machine-failed';
import { Refusal, refuse } from '../../primitives/refusal';
import type { KeyValueSource } from '../../state/key-value-source';
import type { Overlay } from '../../state/overlay';
import type { Renewing, SwapPlan } from './swap-plan';

/**
 * Entries of one block: rules of the protocol. At least so many, and twice as many as the block changed in the old module, so that a migration comes to its end however
 * busy the chain is.
 */
export const BATCH = { entries: 64, bytes: 256 * 1024 } as const;

/** Carries over what the block changed behind the migration, then goes on where the last block ended. @param overlay on top of the block's, for what it writes. @throws Refusal of the module, or MIGRATION_BROKE. */
export function migrate(scope: BlockScope, block: Overlay, overlay: Overlay, plan: SwapPlan, migrating: Migrating): Migrating {
  const next = { ...scope, modules: plan.active };
  let again = 0;
  plan.renewing.forEach((renewing, place) => {
    if (place > migrating.module || renewing.migration === undefined) return;
    const old = scope.modules.find(renewing.from.name)!;
    for (const entry of changedBehind(block, old, renewing, place === migrating.module ? migrating : undefined)) {
      carryOver(next, overlay, { renewing, old }, entry);
      again += 1;
    }
  });
  return goOn(scope, overlay, plan, { ...migrating, entries: migrating.entries + again }, BATCH.entries + 2 * again);
}

/** As far as so many entries bring it. */
export function goOn(scope: BlockScope, overlay: Overlay, plan: SwapPlan, from: Migrating, entriesMax: number): Migrating {
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
      if (room === 0 || bytes >= BATCH.bytes) return migrating;
      carryOver(next, overlay, { renewing, old }, { store, key, value });
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

/** What this block changed in stores, or parts of one, that were gone through already; by key. `at` undefined: all of them were. */
function changedBehind(block: Overlay, old: ActiveModule, { migration }: Renewing, at: Migrating | undefined): readonly OldEntry[] {
  const stores = migration!.stores.map((store, place) => ({ store, prefix: old.prefixOf(store), upTo: placeOf(place, at) }));
  const changed: { store: string; place: number; key: string; value: Bytes | undefined }[] = [];
  for (const [full, value] of block.changes()) {
    const place = stores.findIndex(({ prefix }) => full.startsWith(prefix));
    if (place < 0) continue;
    const { store, prefix, upTo } = stores[place]!;
    const key = full.slice(prefix.length);
    if (upTo === 'all' || (upTo !== undefined && key <= upTo.key)) changed.push({ store, place, key, value });
  }
  changed.sort((a, b) => a.place - b.place || (a.key < b.key ? -1 : 1));
  return changed.map(({ store, key, value }) => ({ store, key: fromBinary(key), value }));
}

function placeOf(store: number, at: Migrating | undefined): 'all' | { readonly key: string } | undefined {
  if (at === undefined || store < at.store) return 'all';
  return store === at.store && at.upTo !== undefined ? { key: toBinary(fromHex(at.upTo)!) } : undefined;
}

export function carryOver(scope: BlockScope, overlay: Overlay, { renewing, old }: { renewing: Renewing; old: ActiveModule }, entry: OldEntry): void {
  const counted = metered(scope, BUDGETS.entry);
  const from = { params: old.params, state: new StoreReadView(old, overlay, counted.meter) };
  const context: MigrationContext<never> = { ...(writeContext(counted, renewing.module, overlay) as never as MigrationContext<never>), from };
  try {
    atOnce(renewing.module, renewing.migration!.entry(context, entry));
  } catch (error) {
    if (error instanceof MachineFailed || error instanceof Refusal) throw error;
    // Whatever it is, the chain goes on with the old module. A machine on which something else came of it has another state, and stops: that is one node, not all.
    refuse('MIGRATION_BROKE', { module: renewing.to.name, store: entry.store, key: toHex(entry.key) });
  }
}
