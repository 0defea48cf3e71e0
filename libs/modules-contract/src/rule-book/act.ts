import { Refusal, refuse, toHex, utf8, type ApplyContext, type CallContext, type ReadView } from '@bystack/chain-core/module';
import type { ActPayload, Context, Params } from './call';
import { compiledPackage, type CompiledCommand, type CompiledPackage, type RuleWords } from './compiled-package';
import { LIMITS } from './limits';
import type { StoredRecord } from './package';
import { Planner, type Plan } from './planner';
import { prepare } from './prepare';
import { recordBytes, writeRecord, writeRecordsMade, type IndexValues, type Version } from './records';

/** Refuses NOT_PERMITTED, with the roles that would do. */
export function checkActor(context: Context, command: CompiledCommand): void {
  const { who } = command.rule;
  if (who === 'anyone') return;
  const key = toHex(context.actor);
  if (who === 'members') {
    if (context.ask('slot:identity', 'isMember', { key }) !== true) refuse('NOT_PERMITTED', { needs: 'membership', key });
    return;
  }
  if (context.ask('slot:identity', 'hasRole', { key, roles: who.roles }) !== true) refuse('NOT_PERMITTED', { needs: who.roles.join(' or '), key });
}

/** The texts a record is found by. Refuses INDEX_TOO_LARGE. */
export function indexValues(book: CompiledPackage, record: StoredRecord): IndexValues {
  const { data, state, key, createdBy, type } = record;
  const values: (readonly [string, string])[] = [];
  for (const { name, read } of book.indexes(type)) {
    const value = read({ data, state, key, createdBy });
    for (const text of Array.isArray(value) ? new Set<unknown>(value) : [value]) if (typeof text === 'string' && text !== '') values.push([name, text]);
  }
  if (values.length > LIMITS.indexValuesMax || values.some(([, text]) => text.length > LIMITS.indexValueBytesMax)) {
    refuse('INDEX_TOO_LARGE', { path: '', reason: `a record is found by at most ${LIMITS.indexValuesMax} texts of at most ${LIMITS.indexValueBytesMax} characters`, type, key });
  }
  return values;
}

interface Writes {
  readonly book: CompiledPackage;
  readonly plan: Plan;
  readonly versions: readonly Version[];
}

/** Plans a call and makes the bytes of what it writes. Refuses RECORDS_TOO_LARGE. */
function planOf(context: Context, payload: ActPayload, words: RuleWords): Writes {
  const book = compiledPackage(context.params.package);
  const command = book.command(payload.command, words);
  checkActor(context, command);
  return book.rules.within(() => writesOf(context, payload, book, command), shareOf(context));
}

function writesOf(context: Context, payload: ActPayload, book: CompiledPackage, command: CompiledCommand): Writes {
  const plan = new Planner(context, book, command, payload).plan(prepare(book, command, payload, shareOf(context)));
  const versions = plan.changes.map(({ after }) => ({ record: after, bytes: recordBytes(after), values: indexValues(book, after) }));
  const bytes = versions.reduce((sum, version) => sum + version.bytes.length, 0);
  const entries = versions.reduce((sum, version) => sum + version.values.length, 0);
  if (bytes > LIMITS.recordBytesPerCallMax || entries > LIMITS.indexValuesPerCallMax) {
    refuse('RECORDS_TOO_LARGE', { path: '', bytes, entries, reason: `one call records at most ${LIMITS.recordBytesPerCallMax} bytes under ${LIMITS.indexValuesPerCallMax} texts` });
  }
  return { book, plan, versions };
}

/** By what is less for this call of a transaction. */
export function shareOf({ callIndex }: Pick<Context, 'callIndex'>): number {
  return callIndex === 0 ? 1 : LIMITS.laterCallShare;
}

/** A receipt keeps the facts of a refusal, so texts from outside are cut to what fits there. */
function trimmed<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const cut = (value: string | number | boolean): string | number | boolean => (typeof value === 'string' && utf8(value).length > LIMITS.factBytesMax ? `${cutText(value)}…` : value);
    return refuse(error.code, Object.fromEntries(Object.entries(error.facts).map(([name, value]) => [name, cut(value)])));
  }
}
function cutText(text: string): string {
  let bytes = 0;
  let kept = '';
  for (const character of text) {
    bytes += utf8(character).length;
    if (bytes > LIMITS.factBytesMax) break;
    kept += character;
  }
  return kept;
}

/** @param words that rules may use @returns a check that gives what `applyAct` is going to write. */
export function checkActWith(words: RuleWords) {
  return (context: CallContext<Params, ReadView>, payload: ActPayload): Writes => trimmed(() => planOf(context, payload, words));
}

export function applyAct(context: ApplyContext<Params>, _payload: ActPayload, { book, plan, versions }: Writes): void {
  const before = book.rules.within(() => versionsBefore(book, plan), shareOf(context));
  for (let i = 0; i < versions.length; i += 1) writeRecord(context.state, versions[i]!, before[i]);
  if (before.includes(undefined)) writeRecordsMade(context.state, plan.recordsMade);
  for (const { name, data } of plan.announcements) context.emit(name, data);
}

/** What each change replaces; undefined: nothing. */
function versionsBefore(book: CompiledPackage, { changes }: Plan): readonly (Omit<Version, 'bytes'> | undefined)[] {
  const versions: (Omit<Version, 'bytes'> | undefined)[] = [];
  for (const { before } of changes) versions.push(before && { record: before, values: indexValues(book, before) });
  return versions;
}
