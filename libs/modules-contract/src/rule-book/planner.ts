import { canonicalText, refuse, toHex, utf8, type Json, type JsonObject, type RefusalFacts } from '@bystack/chain-core/module';
import { located, type ActPayload, type Context } from './call';
import { ASKED, isObject, type AskedWord, type CompiledCommand, type CompiledEffect, type CompiledGuard, type CompiledPackage } from './compiled-package';
import { LIMITS } from './limits';
import type { StoredRecord } from './package';
import type { Item } from './prepare';
import { readRecord, recordsMade } from './records';
import type { Variables } from './rules/compile-rule';

export interface Change {
  readonly before: StoredRecord | undefined;
  readonly after: StoredRecord;
}
export interface Announcement {
  readonly name: string;
  readonly data: JsonObject;
}
export interface Plan {
  readonly changes: readonly Change[];
  readonly announcements: readonly Announcement[];
  readonly recordsMade: number;
}

/** Guards that looked at nothing but the submission and let it through, with the work that it was: admission asked them, and every block that is tried would ask again. */
const passed = new WeakMap<Item, Map<CompiledGuard, number>>();

/** Decides what a call does, without doing it; later items see what earlier ones did. */
export class Planner {
  readonly #changes: Change[] = [];
  readonly #announcements: Announcement[] = [];
  readonly #pending = new Map<string, StoredRecord>();
  /** Of the key that acts, in hexadecimal. */
  readonly #actor: string;
  #made: number;

  constructor(protected readonly context: Context, protected readonly book: CompiledPackage, protected readonly command: CompiledCommand, private readonly payload: ActPayload) {
    this.#actor = toHex(context.actor);
    this.#made = recordsMade(context.state);
  }

  plan(items: readonly Item[]): Plan {
    for (const item of items) located(item.path, () => this.#item(item));
    return { changes: this.#changes, announcements: this.#announcements, recordsMade: this.#made };
  }

  #item(item: Item): void {
    const call = this.#variables(item);
    const effect = this.command.effects.find(({ when }) => when === undefined || when(call) === true);
    if (effect === undefined) return refuse('NO_EFFECT', { path: item.path, reason: 'this command does nothing with such data' });
    const key = checkKey(effect.key(call), item.path);
    const record = this.#record(effect.rule.record, key);
    call['record'] = (record ?? null) as unknown as Json;
    const state = nextState(effect, record, key, item.path);
    this.#guard(item, call);
    this.#write(effect, key, record, state, call, item.path);
  }

  #variables(item: Item): Record<string, Json> {
    const { timeMs } = this.context;
    const { data, item: value } = item.variables;
    // One by one, for a copy of an object takes several times as long.
    const variables: Record<string, Json> = { data: data!, item: value! };
    for (const { name } of this.command.variables) variables[name] = item.variables[name]!;
    variables['actor'] = this.#actor;
    variables['nowMs'] = variables['now'] = timeMs;
    variables['key'] = this.payload.key ?? null;
    for (const word of this.command.asks) this.#asking(variables, word);
    return variables;
  }

  #asking(variables: Record<string, Json>, word: AskedWord): void {
    lazily(variables, word, () => this.context.ask('slot:identity', ASKED[word], { key: this.#actor }));
  }

  #record(type: string, key: string): StoredRecord | undefined {
    return this.#pending.get(placeOf(type, key)) ?? this.recordBefore(type, key);
  }

  /** As it is before this call. */
  protected recordBefore(type: string, key: string): StoredRecord | undefined {
    return readRecord(this.context.state, type, key);
  }

  #guard(item: Item, variables: Variables): void {
    const before = passed.get(item);
    for (const guard of this.command.guards) {
      const { require } = guard;
      const known = before?.get(guard);
      if (known !== undefined) {
        require.account(known);
        continue;
      }
      const earlier = this.book.rules.work;
      if (require(variables) !== true) this.notTrue(guard, item.path, variables);
      else if (guard.isOfSubmission) passed.set(item, (passed.get(item) ?? new Map<CompiledGuard, number>()).set(guard, this.book.rules.work - earlier));
    }
  }

  /** Refuses with the guard's code. */
  protected notTrue(guard: CompiledGuard, path: string, variables: Variables): void {
    refuse(guard.rule.code, { path, ...factsOf(guard, variables) });
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
    const { timeMs, txId } = this.context;
    if (before === undefined) this.#made += 1;
    // In the order in which canonical JSON wants them: then it takes a fraction of the time.
    const after: StoredRecord = {
      actor: this.#actor, command: this.payload.command, createdAtMs: before?.createdAtMs ?? timeMs, createdBy: before?.createdBy ?? this.#actor, data, key, package: this.book.id,
      sequence: before?.sequence ?? this.#made, state, timeMs, txId: toHex(txId), type, version: (before?.version ?? 0) + 1,
    };
    this.#pending.set(placeOf(type, key), after);
    this.#changes.push({ before, after });
    variables['record'] = after as unknown as Json;
    this.#announce(effect, after, variables);
  }

  #announce(effect: CompiledEffect, record: StoredRecord, variables: Variables): void {
    const { type, key, state, version, command } = record;
    this.#announcements.push({ name: version === 1 ? 'recordCreated' : 'recordChanged', data: { command, key, state, type, version } });
    for (const { event, data } of effect.emit) {
      this.#announcements.push({ name: 'announced', data: { event, data: Object.fromEntries(data.map(([name, read]) => [name, read(variables) ?? null])) } });
    }
  }
}

/** No key has a line break in it. */
function placeOf(type: string, key: string): string {
  return `${type}\n${key}`;
}

function lazily(target: Record<string, Json>, name: string, compute: () => Json): void {
  let value: Json | undefined;
  Object.defineProperty(target, name, { enumerable: false, configurable: true, get: () => (value ??= compute()) });
}

/** What words of a guard's code are filled with. */
export function factsOf({ facts }: CompiledGuard, variables: Variables): RefusalFacts {
  return Object.fromEntries(facts.map(([name, read]) => [name, fact(read(variables))]));
}

function fact(value: Json | undefined): string | number | boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isSafeInteger(value) ? (value as string) : value === undefined ? '' : canonicalText(value).slice(0, 200);
}

function checkKey(key: Json | undefined, path: string): string {
  if (typeof key === 'string' && key !== '' && utf8(key).length <= LIMITS.keyBytesMax && !hasControls(key)) return key;
  return refuse('KEY_INVALID', { path, reason: `a record needs a key: a text of 1 to ${LIMITS.keyBytesMax} bytes without control characters` });
}

function hasControls(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) < 32) return true;
  return false;
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
