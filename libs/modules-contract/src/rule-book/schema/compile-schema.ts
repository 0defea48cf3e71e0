import { refuse, type Json, type JsonObject } from '@bystack/chain-core/module';
import { LIMITS } from '../limits';
import { pointerStep } from './check-data';
import { KEYWORDS } from './keywords';
import { Run, type Check, type Problem } from './run';

/** @param share patterns have so much less than what there is for a call @returns what is wrong, or undefined when the value fits. */
export type Validator = (value: Json, share?: number) => Problem | undefined;

/** Words that say something about a schema and check nothing. */
const ANNOTATIONS = new Set(['$schema', '$id', '$comment', 'title', 'description', 'default', 'examples', 'deprecated', 'readOnly', 'writeOnly', '$defs', 'definitions']);

/** Compiles sub-schemas for the keywords. Shared documents are named; `#/…` stays in the document, `NAME#/…` leads to another. */
class SchemaCompiler {
  readonly #documents: Readonly<Record<string, Json>>;
  readonly #root: string;
  readonly #compiled = new Map<string, { readonly check: Check; readonly height: number }>();
  readonly #open = new Set<string>();
  #nodes = 0;
  /** The greatest depth met while compiling what is open now. */
  #deepest = 0;

  /** `root` is where the schema itself (document '') stands in the package. */
  constructor(documents: Readonly<Record<string, Json>>, root: string) {
    this.#documents = documents;
    this.#root = root;
  }

  /** `document` names the document the schema stands in, `path` is where (a JSON pointer). */
  compile(schema: Json, document: string, path: string, depth: number): Check {
    this.#nodes += 1;
    this.#reach(depth, path);
    if (schema === true) return () => true;
    if (schema === false) return (_value, run) => run.fail('must not be here');
    if (schema === null || typeof schema !== 'object' || Array.isArray(schema)) refuse('SCHEMA_INVALID', { path, reason: 'a schema is an object or a boolean' });
    return all(this.#checks(schema as JsonObject, document, path, depth));
  }

  #checks(schema: JsonObject, document: string, path: string, depth: number): Check[] {
    const checks: Check[] = [];
    for (const keyword of Object.keys(schema)) {
      if (ANNOTATIONS.has(keyword) || keyword.startsWith('x-')) continue;
      const here = path + pointerStep(keyword);
      const make = KEYWORDS.get(keyword);
      // A keyword that is not understood would be a rule that silently does not hold.
      if (make === undefined) refuse('SCHEMA_KEYWORD_UNKNOWN', { path: here, reason: `the schema keyword "${keyword}" is not supported` });
      const sub = (inner: Json, step: string): Check => this.compile(inner, document, here + step, depth + 1);
      const beside = (name: string): Check => this.compile(schema[name]!, document, path + pointerStep(name), depth + 1);
      const made = make(schema[keyword]!, { schema, path: here, sub, beside, reference: (target) => this.reference(target, document, here, depth + 1) });
      if (made !== undefined) checks.push(made);
    }
    return checks;
  }

  reference(target: string, document: string, path: string, depth: number): Check {
    const { name, pointer } = partsOfReference(target);
    const home = name === '' ? document : name;
    if (!Object.hasOwn(this.#documents, home)) refuse('SCHEMA_REFERENCE_MISSING', { path, reason: `there is no schema "${home}" in this package` });
    const id = `${home}#${pointer}`;
    const known = this.#compiled.get(id);
    if (known !== undefined) {
      this.#reach(depth + known.height, path);
      return known.check;
    }
    if (this.#open.has(id)) refuse('SCHEMA_RECURSIVE', { path, reason: `"${target}" refers to itself` });
    const schema = resolve(this.#documents[home]!, pointer);
    if (schema === undefined) refuse('SCHEMA_REFERENCE_MISSING', { path, reason: `"${target}" leads nowhere` });
    const outer = this.#deepest;
    this.#deepest = depth;
    this.#open.add(id);
    const check = this.compile(schema, home, home === '' ? this.#root + pointer : `/schemas/${home}${pointer}`, depth);
    this.#open.delete(id);
    this.#compiled.set(id, { check, height: this.#deepest - depth });
    this.#deepest = Math.max(outer, this.#deepest);
    return check;
  }

  /** Checks call each other as deeply as their schemas nest, so this keeps the stack bounded too. */
  #reach(depth: number, path: string): void {
    this.#deepest = Math.max(this.#deepest, depth);
    if (this.#nodes > LIMITS.schemaNodesMax || depth > LIMITS.schemaDepthMax) refuse('SCHEMA_TOO_LARGE', { path, reason: 'this schema is too large or too deeply nested' });
  }
}

function all(checks: readonly Check[]): Check {
  return (value, run) => {
    run.spend();
    for (const check of checks) if (!check(value, run)) return false;
    return true;
  };
}

/** The document a reference leads to, '' being the one it stands in, and the place there. */
export function partsOfReference(reference: string): { readonly name: string; readonly pointer: string } {
  const hash = reference.indexOf('#');
  return hash < 0 ? { name: reference, pointer: '' } : { name: reference.slice(0, hash), pointer: decodeFragment(reference.slice(hash + 1)) };
}

function decodeFragment(fragment: string): string {
  let text = '';
  for (let at = 0; at < fragment.length; at += 1) {
    const code = fragment[at] === '%' ? Number.parseInt(fragment.slice(at + 1, at + 3), 16) : Number.NaN;
    text += Number.isNaN(code) ? fragment[at] : String.fromCharCode(code);
    if (!Number.isNaN(code)) at += 2;
  }
  return text;
}

/** @returns the value a JSON pointer leads to, or undefined. */
export function resolve(document: Json, pointer: string): Json | undefined {
  return follow(document, stepsOf(pointer));
}

export function stepsOf(pointer: string): readonly string[] {
  return pointer.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** @returns the value that these steps of a JSON pointer lead to, or undefined. */
export function follow(document: Json, steps: readonly string[]): Json | undefined {
  let value: Json | undefined = document;
  for (const step of steps) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, Json>)[step];
  }
  return value;
}

/**
 * Compiles a schema to closures. Refuses what this validator cannot promise to check in bounded time: recursion, remote references,
 * keywords it does not know. `path` is the place of the schema in the package, for refusals.
 */
export function compileSchema(schema: JsonObject, documents: Readonly<Record<string, Json>>, path: string): Validator {
  const check = new SchemaCompiler({ ...documents, '': schema }, path).compile(schema, '', path, 0);
  return (value, share) => {
    if (check(value, new Run(false, share))) return undefined;
    const run = new Run(true, share);
    check(value, run);
    return run.problem();
  };
}
