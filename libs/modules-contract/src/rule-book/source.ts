import { refuse, type Json, type JsonObject } from '@bystack/chain-core/module';
import { callFunction, STANDARD_1 } from './functions';
import type { Source } from './package';
import type { RuleCompiler, Variables } from './rules/compile-rule';
import { follow, stepsOf } from './schema/compile-schema';

/** Computes a value; undefined when a path leads nowhere or a rule failed. */
export type Reader = (variables: Variables) => Json | undefined;

/** The first step of a pointer: the variable it reads. */
function variableOf(pointer: string): string {
  return pointer.split('/')[1] ?? '';
}

const KINDS = ['path', 'value', 'function', 'cel', 'object', 'merge'];
function isSource(source: unknown): source is Source {
  return source !== null && typeof source === 'object' && Object.keys(source).some((key) => KINDS.includes(key));
}

/** Compiles sources; refuses at publish time what names a variable or a function that is not there. `path` is where the source stands. */
export function compileSource(source: Source, known: readonly string[], rules: RuleCompiler, path: string): Reader {
  if (!isSource(source)) refuse('SOURCE_INVALID', { path, reason: `a value comes from one of ${KINDS.join(', ')}` });
  if ('path' in source) return readPath(source.path, known, path);
  if ('cel' in source) return rules.compile(source.cel, known, `${path}/cel`);
  if ('function' in source) return readFunction(source, known, rules, path);
  if ('object' in source) return readObject(source.object, known, rules, `${path}/object`);
  if ('merge' in source) return readMerge(source.merge, known, rules, `${path}/merge`);
  const { value } = source;
  return () => value;
}

function readPath(pointer: string, known: readonly string[], path: string): Reader {
  if (typeof pointer !== 'string' || !pointer.startsWith('/')) refuse('SOURCE_INVALID', { path: `${path}/path`, reason: 'a path begins with /' });
  if (!known.includes(variableOf(pointer))) refuse('SOURCE_INVALID', { path: `${path}/path`, reason: `there is no /${variableOf(pointer)} here; there is ${known.map((name) => `/${name}`).join(', ')}` });
  const steps = stepsOf(pointer);
  return (variables) => follow(variables as JsonObject, steps);
}

function readFunction(source: { readonly function: string; readonly args: readonly Source[] }, known: readonly string[], rules: RuleCompiler, path: string): Reader {
  const definition = Object.hasOwn(STANDARD_1, source.function) ? STANDARD_1[source.function]! : undefined;
  if (definition === undefined) return refuse('FUNCTION_UNKNOWN', { path: `${path}/function`, reason: `"${source.function}" is not among the standard functions` });
  if (!Array.isArray(source.args) || source.args.length !== definition.args.length) refuse('FUNCTION_UNKNOWN', { path: `${path}/args`, reason: `"${source.function}" takes ${definition.args.length} arguments` });
  const args = source.args.map((arg, index) => compileSource(arg, known, rules, `${path}/args/${index}`));
  return (variables) => {
    const values = args.map((read) => read(variables));
    // A field that is not there has no function value either; a field of the wrong kind is refused by the function.
    return values.includes(undefined) ? undefined : callFunction(source.function, definition, values);
  };
}

function readObject(fields: Readonly<Record<string, Source>>, known: readonly string[], rules: RuleCompiler, path: string): Reader {
  const readers = Object.entries(fields).map(([name, field]) => [name, compileSource(field, known, rules, `${path}/${name}`)] as const);
  return (variables) => {
    const entries = readers.map(([name, read]) => [name, read(variables)] as const);
    return Object.fromEntries(entries.filter((entry): entry is readonly [string, Json] => entry[1] !== undefined));
  };
}

function readMerge(parts: readonly Source[], known: readonly string[], rules: RuleCompiler, path: string): Reader {
  const readers = parts.map((part, index) => compileSource(part, known, rules, `${path}/${index}`));
  return (variables) => Object.assign({}, ...readers.map((read) => read(variables)).filter((value) => value !== null && typeof value === 'object' && !Array.isArray(value))) as JsonObject;
}
