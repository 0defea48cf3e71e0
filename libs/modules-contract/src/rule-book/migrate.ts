import { canonicalText, parseCanonicalJson, Refusal, refuse, type Bytes, type Json, type JsonObject, type Migration, type MigrationContext, type OldEntry, type PackagedRecords } from '@bystack/chain-core/module';
import { indexValues } from './act';
import type { Params } from './call';
import { compiledPackage, isObject, type CompiledPackage } from './compiled-package';
import type { RecordMigration, RecordType, RulePackage, StoredRecord } from './package';
import { readRecord, recordBytes, writeHistory, writeNewest } from './records';
import { pointerStep } from './schema/check-data';

export function packageId(source: JsonObject): string {
  return `${String(source['name'])}@${String(source['version'])}`;
}

/** Whether a package says how the other one's records become its own. */
export function migratesFrom(from: RulePackage, to: RulePackage): boolean {
  return to.migrates?.from === packageId(from as unknown as JsonObject);
}

/**
 * Whether a package can take another's place. Either it carries the records over, and then knows every state they can be in; or they stay where they are, and a
 * type that both have means the same in both. Refuses PACKAGE_CANNOT_FOLLOW {path, reason}.
 */
export function checkFollows(from: RulePackage, to: RulePackage): void {
  if (migratesFrom(from, to)) for (const [type, rule] of Object.entries(to.migrates!.records)) checkCarried(from, to, type, rule);
  else for (const [type, record] of Object.entries(to.records)) if (Object.hasOwn(from.records, type)) checkShared(from.records[type]!, record, `/records${pointerStep(type)}`);
}

function checkCarried(from: RulePackage, to: RulePackage, type: string, { record, states = {} }: RecordMigration): void {
  const path = `/migrates/records${pointerStep(type)}`;
  if (!Object.hasOwn(from.records, type)) cannotFollow(path, `the present package has no record type "${type}"`);
  for (const state of Object.keys(from.records[type]!.states)) {
    const after = Object.hasOwn(states, state) ? states[state]! : state;
    if (!Object.hasOwn(to.records[record]!.states, after)) cannotFollow(`${path}/states`, `"${record}" has no state "${after}", and a "${type}" may be ${state}`);
  }
}

function checkShared(before: RecordType, after: RecordType, path: string): void {
  const text = (indexes: RecordType['indexes']): string => canonicalText(Object.fromEntries(Object.entries(indexes ?? {}).map(([name, { value }]) => [name, value])) as unknown as Json);
  if (text(before.indexes) !== text(after.indexes)) cannotFollow(`${path}/indexes`, 'records are found by other texts there; say under "migrates" how they are carried over');
  for (const state of Object.keys(before.states)) if (!Object.hasOwn(after.states, state)) cannotFollow(`${path}/states`, `there may be records that are ${state}; say under "migrates" what becomes of them`);
}

function cannotFollow(path: string, reason: string): never {
  return refuse('PACKAGE_CANNOT_FOLLOW', { path: `/package${path}`, reason });
}

/** What becomes of records, for people who are about to vote. */
export const packagedRecords: PackagedRecords<Params> = {
  store: 'records',
  counts: (value, under) => Object.hasOwn(under.package.records, (parseCanonicalJson(value) as unknown as StoredRecord).type),
  leftBehind: ({ package: from }, { package: to }) => {
    const kept = migratesFrom(from, to) ? to.migrates!.records : to.records;
    return Object.keys(from.records).filter((type) => !Object.hasOwn(kept, type));
  },
};

/** Records of one package become records of another, with all their versions. */
export const packageMigration: Migration<Params> = {
  stores: ['records', 'history', 'counters'],
  applies: (from, to) => migratesFrom(from['package'] as unknown as RulePackage, to.package),
  entry: (context, { store, key, value }) => {
    if (value === undefined) return; // The rule book deletes nothing.
    if (store === 'counters') context.state.put('counters', key, value);
    else carryOver(context, store, value);
  },
};

/** Whether records of one package may lie under another, or become its own. */
function follows(from: RulePackage, to: RulePackage): boolean {
  try {
    checkFollows(from, to);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** Another version of the module goes on with every record as it lies, or, where its package says how, carries it over. Without either it begins with nothing. */
export const otherVersion: Migration<Params> = {
  stores: ['records', 'history', 'index', 'counters'],
  remade: ['index'],
  applies: (from, to) => follows(from['package'] as unknown as RulePackage, to.package),
  entry: (context, entry) => {
    const { store, key, value } = entry;
    if (migratesFrom(context.from.params['package'] as unknown as RulePackage, context.params.package)) return store === 'index' ? undefined : packageMigration.entry(context, entry);
    if (value === undefined) context.state.delete(store, key);
    else context.state.put(store, key, value);
  },
};

function carryOver(context: MigrationContext<Params>, store: OldEntry['store'], value: Bytes): void {
  const book = compiledPackage(context.params.package);
  book.rules.within(() => carryRecord(context, book, store, value));
}

function carryRecord(context: MigrationContext<Params>, book: CompiledPackage, store: OldEntry['store'], value: Bytes): void {
  const record = carried(book, parseCanonicalJson(value) as unknown as StoredRecord);
  if (record === undefined) return;
  if (store === 'history') return writeHistory(context.state, record);
  const before = readRecord(context.state, record.type, record.key);
  if (before !== undefined && before.sequence !== record.sequence) refuse('RECORD_NOT_CARRIED', { type: record.type, key: record.key, reason: 'two records would have this key' });
  writeNewest(context.state, { record, bytes: recordBytes(record), values: indexValues(book, record) }, before && { record: before, values: indexValues(book, before) });
}

export function carried(book: CompiledPackage, record: StoredRecord): StoredRecord | undefined {
  const { type, key, state, createdBy } = record;
  const migration = book.migration(type);
  if (migration === undefined) return undefined;
  const { rule, data: read } = migration;
  const data: Json | undefined = read === undefined ? record.data : read({ data: record.data, state, key, createdBy });
  if (!isObject(data)) return refuse('RECORD_NOT_CARRIED', { type, key, reason: 'what would be recorded is not an object' });
  return { ...record, type: rule.record, state: rule.states?.[state] ?? state, data };
}
