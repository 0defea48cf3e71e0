import {
  canonicalText, Refusal, refuse, toHex, utf8, type ApplyContext, type CallContext, type Json, type JsonObject, type ReadView,
} from '@bystack/chain-core/module';
import { compiledPackage, isObject, type CompiledCommand, type CompiledEffect, type CompiledPackage } from './compiled-package';
import { LIMITS } from './limits';
import type { RulePackage, StoredRecord } from './package';
import { readRecord, recordBytes, recordsMade, writeRecord, writeRecordsMade, type IndexValues, type Version } from './records';
import type { Variables } from './rules/compile-rule';
import { checkData, pointerStep } from './schema/check-data';
import { resolve } from './schema/compile-schema';

export interface Params {
  readonly package: RulePackage;
}
/** The payload of the module's one command. */
export interface ActPayload {
  readonly command: string;
  readonly key?: string;
  readonly data?: Json;
}
type Context = CallContext<Params>;

interface Item {
  readonly path: string;
  readonly variables: Variables;
}
interface Prepared {
  readonly book: CompiledPackage;
  readonly items: readonly Item[];
}

/**
 * Everything that depends on the submission alone, computed once for check and apply. The order of refusals is: COMMAND_UNKNOWN,
 * NOT_PERMITTED, DATA_TOO_LARGE, DATA_INVALID, then item by item the functions', NO_EFFECT, KEY_INVALID, the states', the guards'.
 */
const prepared = new WeakMap<object, Prepared>();

function prepare(book: CompiledPackage, command: CompiledCommand, payload: ActPayload): readonly Item[] {
  const known = prepared.get(payload);
  if (known?.book === book) return known.items;
  const data = payload.data ?? null;
  checkData(data);
  const problem = command.validate(data);
  if (problem !== undefined) refuse('DATA_INVALID', { path: problem.path, reason: problem.reason });
  const items = itemsOf(command, data).map(({ path, value }) => ({ path, variables: itemVariables(command, data, value, path) }));
  prepared.set(payload, { book, items });
  return items;
}

function itemsOf(command: CompiledCommand, data: Json): { path: string; value: Json }[] {
  if (command.rule.items === undefined) return [{ path: '', value: data }];
  for (const pointer of command.rule.items) {
    const found = resolve(data, pointer);
    if (pointer === '') return [{ path: '', value: data }];
    if (!Array.isArray(found)) continue;
    if (found.length === 0 || found.length > LIMITS.itemsPerCallMax) refuse('ITEMS_COUNT', { path: pointer, reason: `between 1 and ${LIMITS.itemsPerCallMax} entries are captured at once`, count: found.length });
    return found.map((value: Json, index) => ({ path: `${pointer}/${index}`, value }));
  }
  return refuse('DATA_INVALID', { path: '', reason: `nothing to record was found at ${command.rule.items.join(' or ')}` });
}

function itemVariables(command: CompiledCommand, data: Json, item: Json, path: string): Variables {
  const variables: Record<string, Json> = { data, item };
  for (const { name, read } of command.variables) variables[name] = located(path, () => read(variables)) ?? null;
  return variables;
}

/** Refusals of functions know nothing of documents: adds the place of the item. */
function located<T>(path: string, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof Refusal) || 'path' in error.facts) throw error;
    const { field } = error.facts;
    return refuse(error.code, { ...error.facts, path: path + (field === undefined ? '' : pointerStep(String(field))) });
  }
}

/** Refuses NOT_PERMITTED, with the roles that would do. */
function checkActor(context: Context, command: CompiledCommand): void {
  const { who } = command.rule;
  if (who === 'anyone') return;
  const key = toHex(context.actor);
  if (who === 'members') {
    if (context.ask('slot:identity', 'isMember', { key }) !== true) refuse('NOT_PERMITTED', { needs: 'membership', key });
    return;
  }
  if (context.ask('slot:identity', 'hasRole', { key, roles: who.roles }) !== true) refuse('NOT_PERMITTED', { needs: who.roles.join(' or '), key });
}

interface Change {
  readonly before: StoredRecord | undefined;
  readonly after: StoredRecord;
}
interface Announcement {
  readonly name: string;
  readonly data: JsonObject;
}
interface Plan {
  readonly changes: readonly Change[];
  readonly announcements: readonly Announcement[];
  readonly recordsMade: number;
}

/** Decides what a call does, without doing it; later items see what earlier ones did. */
class Planner {
  readonly #changes: Change[] = [];
  readonly #announcements: Announcement[] = [];
  readonly #pending = new Map<string, StoredRecord>();
  #made: number;

  constructor(private readonly context: Context, private readonly book: CompiledPackage, private readonly command: CompiledCommand, private readonly payload: ActPayload) {
    this.#made = recordsMade(context.state);
  }

  plan(items: readonly Item[]): Plan {
    for (const item of items) located(item.path, () => this.#item(item));
    return { changes: this.#changes, announcements: this.#announcements, recordsMade: this.#made };
  }

  #item(item: Item): void {
    const call: Record<string, Json> = { ...item.variables, actor: toHex(this.context.actor), nowMs: this.context.timeMs, now: this.context.timeMs, key: this.payload.key ?? null };
    lazily(call, 'roles', () => this.context.ask('slot:identity', 'rolesOf', { key: call['actor']! }));
    const effect = this.command.effects.find(({ when }) => when === undefined || when(call) === true);
    if (effect === undefined) return refuse('NO_EFFECT', { path: item.path, reason: 'this command does nothing with such data' });
    const key = checkKey(effect.key(call), item.path);
    const record = this.#record(effect.rule.record, key);
    call['record'] = (record ?? null) as unknown as Json;
    const state = nextState(effect, record, key, item.path);
    this.#guard(call, item.path);
    this.#write(effect, key, record, state, call, item.path);
  }

  #record(type: string, key: string): StoredRecord | undefined {
    return this.#pending.get(canonicalText([type, key])) ?? readRecord(this.context.state, type, key);
  }

  #guard(variables: Variables, path: string): void {
    for (const { rule, require, facts } of this.command.guards) {
      if (require(variables) === true) continue;
      refuse(rule.code, { path, ...Object.fromEntries(facts.map(([name, read]) => [name, fact(read(variables))])) });
    }
  }

  #write(effect: CompiledEffect, key: string, before: StoredRecord | undefined, state: string | undefined, variables: Record<string, Json>, path: string): void {
    const type = effect.rule.record;
    if (state === undefined) {
      this.#announcements.push({ name: 'recordKept', data: { type, key, command: this.payload.command } });
      return;
    }
    const reader = before === undefined ? effect.createData : effect.changeData;
    const data = reader === undefined ? (before?.data ?? {}) : reader(variables);
    if (!isObject(data)) return refuse('RECORD_DATA_INVALID', { path, reason: 'what is recorded must be an object' });
    const { actor, timeMs, txId } = this.context;
    if (before === undefined) this.#made += 1;
    const after: StoredRecord = {
      type, key, state, version: (before?.version ?? 0) + 1, sequence: before?.sequence ?? this.#made, package: this.book.id, data, command: this.payload.command,
      createdBy: before?.createdBy ?? toHex(actor), createdAtMs: before?.createdAtMs ?? timeMs, actor: toHex(actor), timeMs, txId: toHex(txId),
    };
    this.#pending.set(canonicalText([type, key]), after);
    this.#changes.push({ before, after });
    variables['record'] = after as unknown as Json;
    this.#announce(effect, after, variables);
  }

  #announce(effect: CompiledEffect, record: StoredRecord, variables: Variables): void {
    const { type, key, state, version, command } = record;
    this.#announcements.push({ name: version === 1 ? 'recordCreated' : 'recordChanged', data: { type, key, state, version, command } });
    for (const { event, data } of effect.emit) {
      this.#announcements.push({ name: 'announced', data: { event, data: Object.fromEntries(data.map(([name, read]) => [name, read(variables) ?? null])) } });
    }
  }
}

function lazily(target: Record<string, Json>, name: string, compute: () => Json): void {
  let value: Json | undefined;
  Object.defineProperty(target, name, { enumerable: false, configurable: true, get: () => (value ??= compute()) });
}

function fact(value: Json | undefined): string | number | boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isSafeInteger(value) ? (value as string) : value === undefined ? '' : canonicalText(value).slice(0, 200);
}

function checkKey(key: Json | undefined, path: string): string {
  if (typeof key === 'string' && key !== '' && utf8(key).length <= LIMITS.keyBytesMax && ![...key].some((character) => character < ' ')) return key;
  return refuse('KEY_INVALID', { path, reason: `a record needs a key: a text of 1 to ${LIMITS.keyBytesMax} bytes without control characters` });
}

/** @returns the state the record comes to, or undefined when it is kept as it is. */
function nextState(effect: CompiledEffect, record: StoredRecord | undefined, key: string, path: string): string | undefined {
  const { create, change, keep, record: type } = effect.rule;
  if (record === undefined) return create?.state ?? refuse('RECORD_NOT_FOUND', { path, type, key });
  if (change?.from.includes(record.state) === true) return change.to;
  if (keep === true) return undefined;
  if (change === undefined) return refuse('RECORD_EXISTS', { path, type, key, state: record.state });
  return refuse('WRONG_STATE', { path, type, key, state: record.state, needs: change.from.join(' or ') });
}

/** The texts a record is found by. Refuses INDEX_TOO_LARGE. */
export function indexValues(book: CompiledPackage, record: StoredRecord): IndexValues {
  const { data, state, key, createdBy, type } = record;
  const values: (readonly [string, string])[] = [];
  for (const { name, read } of book.indexes(type)) {
    const value = read({ data, state, key, createdBy });
    for (const text of new Set(Array.isArray(value) ? value : [value])) if (typeof text === 'string' && text !== '') values.push([name, text]);
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

/** Plans a call and makes the bytes of what it would write, so that check and apply refuse alike. Refuses RECORDS_TOO_LARGE. */
function planOf(context: Context, payload: ActPayload): Writes {
  const book = compiledPackage(context.params.package);
  const command = book.command(payload.command);
  checkActor(context, command);
  const plan = new Planner(context, book, command, payload).plan(prepare(book, command, payload));
  const versions = plan.changes.map(({ after }) => ({ record: after, bytes: recordBytes(after), values: indexValues(book, after) }));
  const bytes = versions.reduce((sum, version) => sum + version.bytes.length, 0);
  const entries = versions.reduce((sum, version) => sum + version.values.length, 0);
  if (bytes > LIMITS.recordBytesPerCallMax || entries > LIMITS.indexValuesPerCallMax) {
    refuse('RECORDS_TOO_LARGE', { path: '', bytes, entries, reason: `one call records at most ${LIMITS.recordBytesPerCallMax} bytes under ${LIMITS.indexValuesPerCallMax} texts` });
  }
  return { book, plan, versions };
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

export function checkAct(context: CallContext<Params, ReadView>, payload: ActPayload): void {
  trimmed(() => planOf(context, payload));
}

export function applyAct(context: ApplyContext<Params>, payload: ActPayload): void {
  const { book, plan, versions } = trimmed(() => planOf(context, payload));
  plan.changes.forEach(({ before }, index) => {
    writeRecord(context.state, versions[index]!, before && { record: before, values: indexValues(book, before) });
  });
  if (plan.changes.some(({ before }) => before === undefined)) writeRecordsMade(context.state, plan.recordsMade);
  for (const { name, data } of plan.announcements) context.emit(name, data);
}
