import { canonicalJson, hash, refuse, toHex, type Json, type JsonObject } from '@bystack/chain-core/module';
import type { CommandRule, EffectRule, GuardRule, IndexRule, QueryRule, RecordMigration, RulePackage } from './package';
import { RuleCompiler, type Rule } from './rules/compile-rule';
import { compileSchema, type Validator } from './schema/compile-schema';
import { compileSource, type Reader } from './source';

export interface CompiledEffect {
  readonly rule: EffectRule;
  readonly when: Rule | undefined;
  readonly key: Reader;
  readonly createData: Reader | undefined;
  readonly changeData: Reader | undefined;
  readonly emit: readonly { readonly event: string; readonly data: readonly (readonly [string, Reader])[] }[];
}
export interface CompiledGuard {
  readonly rule: GuardRule;
  readonly require: Rule;
  /** It looks at nothing but the submission: what it said once it will always say. */
  readonly isOfSubmission: boolean;
  readonly facts: readonly (readonly [string, Reader])[];
}
export interface CompiledCommand {
  readonly rule: CommandRule;
  /** What its text speaks of that the identity module knows: only then it may ask for it. */
  readonly asks: readonly AskedWord[];
  readonly validate: Validator;
  readonly variables: readonly { readonly name: string; readonly read: Reader }[];
  readonly guards: readonly CompiledGuard[];
  readonly effects: readonly CompiledEffect[];
}
export interface CompiledIndex {
  readonly name: string;
  readonly rule: IndexRule;
  readonly read: Reader;
}
export interface CompiledMigration {
  readonly rule: RecordMigration;
  readonly data: Reader | undefined;
}
export interface CompiledQuery {
  readonly rule: QueryRule;
  readonly validate: Validator;
  readonly key: Reader | undefined;
  readonly value: Reader | undefined;
  readonly follow: Reader | undefined;
}

/** Words whose values the identity module knows, and the question that gives them. */
export const ASKED = { roles: 'rolesOf', attributes: 'attributesOf' } as const;
export type AskedWord = keyof typeof ASKED;

/** What `let` may use: nothing but the submission, so that it is computed once wherever it is needed. */
const OF_SUBMISSION = ['data', 'item'];
/** What rules know besides, by version of the module. A list that was published never changes. */
export const WORDS_1 = ['actor', 'roles', 'now', 'nowMs', 'key', 'record'] as const;
export const WORDS_2 = [...WORDS_1, 'attributes'] as const;
export type RuleWords = readonly string[];
const OF_RECORD = ['data', 'state', 'key', 'createdBy'];

/** A package made ready to run. Each part is compiled when it is first needed: a node that never sees a command never pays for it. */
export class CompiledPackage {
  readonly id: string;
  readonly rules = new RuleCompiler();
  readonly #commands = new Map<RuleWords, Map<string, CompiledCommand>>();
  readonly #indexes = new Map<string, readonly CompiledIndex[]>();
  readonly #queries = new Map<string, CompiledQuery>();
  readonly #migrations = new Map<string, CompiledMigration>();

  constructor(readonly source: RulePackage) {
    this.id = `${source.name}@${source.version}`;
  }

  /** @param words that its rules may use. Refuses COMMAND_UNKNOWN. */
  command(name: string, words: RuleWords): CompiledCommand {
    const commands = this.#commands.get(words) ?? new Map<string, CompiledCommand>();
    this.#commands.set(words, commands);
    return this.#once(commands, this.source.commands, name, 'COMMAND_UNKNOWN', 'command', (rule) => this.#compileCommand(rule, words, `/commands/${name}`));
  }

  /** Refuses RECORD_TYPE_UNKNOWN. */
  indexes(type: string): readonly CompiledIndex[] {
    return this.#once(this.#indexes, this.source.records, type, 'RECORD_TYPE_UNKNOWN', 'type', (record) =>
      Object.entries(record.indexes ?? {}).map(([name, rule]) => ({ name, rule, read: compileSource(rule.value, OF_RECORD, this.rules, `/records/${type}/indexes/${name}/value`) })),
    );
  }

  /** Refuses QUERY_UNKNOWN. */
  query(name: string): CompiledQuery {
    return this.#once(this.#queries, this.source.queries ?? {}, name, 'QUERY_UNKNOWN', 'query', (rule) => this.#compileQuery(rule, `/queries/${name}`));
  }

  /** How records of another package's type become records of this one; undefined: they do not. */
  migration(type: string): CompiledMigration | undefined {
    const rules = this.source.migrates?.records ?? {};
    if (!Object.hasOwn(rules, type)) return undefined;
    return this.#once(this.#migrations, rules, type, 'RECORD_TYPE_UNKNOWN', 'type', (rule) => ({
      rule, data: rule.data && compileSource(rule.data, OF_RECORD, this.rules, `/migrates/records/${type}/data`),
    }));
  }

  #once<R, C>(done: Map<string, C>, rules: Readonly<Record<string, R>>, name: string, code: string, fact: string, compile: (rule: R) => C): C {
    const known = done.get(name);
    if (known !== undefined) return known;
    if (!Object.hasOwn(rules, name)) refuse(code, { [fact]: name.slice(0, 80), path: `/${fact}` });
    const compiled = compile(rules[name]!);
    done.set(name, compiled);
    return compiled;
  }

  #compileCommand(rule: CommandRule, words: RuleWords, path: string): CompiledCommand {
    const names: string[] = [];
    const variables = (rule.let ?? []).map(({ name, from }, index) => {
      const read = compileSource(from, [...OF_SUBMISSION, ...names], this.rules, `${path}/let/${index}/from`);
      names.push(name);
      return { name, read };
    });
    const ofSubmission = [...OF_SUBMISSION, ...names];
    const known = [...ofSubmission, ...words];
    const text = JSON.stringify(rule);
    return {
      rule,
      asks: (Object.keys(ASKED) as AskedWord[]).filter((word) => words.includes(word) && text.includes(word)),
      validate: compileSchema(rule.data, this.source.schemas ?? {}, `${path}/data`),
      variables,
      guards: (rule.guards ?? []).map((guard, index) => {
        const require = this.rules.compile(guard.require, known, `${path}/guards/${index}/require`);
        const isOfSubmission = [...require.uses].every((name) => ofSubmission.includes(name));
        return { rule: guard, require, isOfSubmission, facts: this.#readers(guard.facts ?? {}, known, `${path}/guards/${index}/facts`) };
      }),
      effects: rule.effects.map((effect, index) => this.#compileEffect(effect, known, `${path}/effects/${index}`)),
    };
  }

  #compileEffect(effect: EffectRule, known: readonly string[], path: string): CompiledEffect {
    // The record is only known once its key is.
    const before = known.filter((name) => name !== 'record');
    return {
      rule: effect,
      when: effect.when === undefined ? undefined : this.rules.compile(effect.when, before, `${path}/when`),
      key: compileSource(effect.key, before, this.rules, `${path}/key`),
      createData: effect.create && compileSource(effect.create.data, known, this.rules, `${path}/create/data`),
      changeData: effect.change?.data && compileSource(effect.change.data, known, this.rules, `${path}/change/data`),
      emit: (effect.emit ?? []).map(({ event, data }, index) => ({ event, data: this.#readers(data, known, `${path}/emit/${index}/data`) })),
    };
  }

  #compileQuery(rule: QueryRule, path: string): CompiledQuery {
    return {
      rule,
      validate: compileSchema(rule.args, this.source.schemas ?? {}, `${path}/args`),
      key: rule.get && compileSource(rule.get.key, ['args'], this.rules, `${path}/get/key`),
      value: rule.find && compileSource(rule.find.value, ['args'], this.rules, `${path}/find/value`),
      follow: rule.follow && compileSource(rule.follow.values, ['args', 'record'], this.rules, `${path}/follow/values`),
    };
  }

  #readers(sources: GuardRule['facts'] & object, known: readonly string[], path: string): (readonly [string, Reader])[] {
    return Object.entries(sources).map(([name, source]) => [name, compileSource(source, known, this.rules, `${path}/${name}`)] as const);
  }
}

const KEPT_MAX = 8;
const byObject = new WeakMap<object, CompiledPackage>();
const byHash = new Map<string, CompiledPackage>();

/** The compiled form of a package, made once for all parameters that hold the same package. */
export function compiledPackage(source: RulePackage): CompiledPackage {
  const known = byObject.get(source);
  if (known !== undefined) return known;
  const id = toHex(hash(canonicalJson(source as unknown as Json)));
  const compiled = byHash.get(id) ?? new CompiledPackage(source);
  byHash.set(id, compiled);
  if (byHash.size > KEPT_MAX) byHash.delete(byHash.keys().next().value!);
  byObject.set(source, compiled);
  return compiled;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
