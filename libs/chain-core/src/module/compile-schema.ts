import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020';
import type { Json } from '../protocol/genesis';
import type { JsonSchema } from './definition/words';
import { FORMATS } from './formats';
import { linearPattern } from './linear-pattern';

/** Where a value breaks its schema. */
export interface SchemaFault {
  /** JSON pointer into the value; '' is the value itself. A missing or unknown property is part of the path. */
  readonly path: string;
  /** The schema keyword that was broken, e.g. `required`, `maxLength`. */
  readonly rule: string;
  /** One English sentence for people; not for programs. */
  readonly message: string;
}
/** @returns undefined when the value fits. */
export type SchemaCheck = (value: Json) => SchemaFault | undefined;

// `toString` of the pattern is ajv's key for it; the code text is only used for standalone output, which we do not make.
const regExp = Object.assign((pattern: string) => linearPattern(pattern), { code: 'linearPattern' });

/** Options that are data as well as schema: `x-...` words and defaults carry meaning for forms, not for checking. */
export interface SchemaOptions {
  /** Fill absent properties with their `default`, in place. For parameters, never for records. */
  readonly fillDefaults?: boolean;
  /** Keywords a package uses for its forms, to be passed over. */
  readonly passOver?: readonly string[];
}
interface CompilerOptions extends SchemaOptions {
  readonly checksSchemas?: boolean;
}

/**
 * Compiles a JSON Schema (2020-12) of a module, which is code of ours: whether the schema is itself well formed is asked once, by the harness
 * of module tests (`checkSchema`), and not at every start of every node. Strict all the same: an unknown keyword, format or dangling
 * reference throws; references outside the document cannot be resolved. Compile once and keep the result; it takes milliseconds.
 */
export function compileSchema(schema: JsonSchema, options: SchemaOptions = {}): SchemaCheck {
  const ajv = options.passOver ? makeAjv(options) : sharedAjv(options.fillDefaults ?? false);
  try {
    const validate: ValidateFunction = ajv.compile(schema);
    return (value) => (validate(value) ? undefined : toFault(validate.errors![0]!));
  } finally {
    // The compiler keeps what it compiled, and a second schema of the same $id would be refused.
    ajv.removeSchema(schema);
  }
}

/** @throws what is wrong, when a schema breaks the rules of JSON Schema itself or cannot be compiled. The first call takes a tenth of a second. */
export function checkSchema(schema: JsonSchema): void {
  strictest ??= makeAjv({ checksSchemas: true });
  strictest.compile(schema);
  strictest.removeSchema(schema);
}

let strictest: Ajv2020 | undefined;
const shared = new Map<boolean, Ajv2020>();

/** One compiler serves all: making one costs some 20 ms and a few megabytes. */
function sharedAjv(fillDefaults: boolean): Ajv2020 {
  const ajv = shared.get(fillDefaults) ?? makeAjv({ fillDefaults });
  shared.set(fillDefaults, ajv);
  return ajv;
}

function makeAjv({ fillDefaults, passOver, checksSchemas = false }: CompilerOptions): Ajv2020 {
  // Loaded at the first schema: a node that only moves values never pays the 30 ms.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { Ajv2020: Compiler } = require('ajv/dist/2020') as typeof import('ajv/dist/2020');
  const ajv = new Compiler({
    strict: true,
    meta: checksSchemas,
    validateSchema: checksSchemas,
    strictTypes: false,
    strictRequired: false,
    strictTuples: false,
    allowUnionTypes: true,
    allErrors: false,
    messages: true,
    discriminator: true,
    // So that what is none of the kinds can be told which there are.
    verbose: true,
    ownProperties: true,
    validateFormats: true,
    formats: FORMATS,
    unicodeRegExp: true,
    useDefaults: fillDefaults ?? false,
    logger: false,
    code: { regExp },
  });
  ajv.addVocabulary([...FORM_WORDS, ...(passOver ?? [])]);
  return ajv;
}

/** Keywords by which our schemas talk to forms; they say nothing about validity. */
const FORM_WORDS = ['x-title', 'x-description', 'x-help', 'x-widget', 'x-order', 'x-unit', 'x-enum-titles', 'x-placeholder'];

function toFault(error: ErrorObject): SchemaFault {
  if (error.keyword === 'discriminator') return kindFault(error);
  const params = error.params as Record<string, unknown>;
  const property = params.missingProperty ?? params.additionalProperty ?? params.unevaluatedProperty;
  const path = typeof property === 'string' ? `${error.instancePath}/${escapePointer(property)}` : error.instancePath;
  return { path, rule: error.keyword, message: error.message ?? error.keyword };
}

/** Neither of the kinds that a `oneOf` with a `discriminator` tells apart: the rest is judged by the kind that was meant. */
function kindFault({ instancePath, params, parentSchema }: ErrorObject): SchemaFault {
  const { tag } = params as { readonly tag: string };
  // A kind may also be written elsewhere (`$ref`), or be one of several.
  const { oneOf } = parentSchema as { readonly oneOf: readonly { readonly properties?: Record<string, { readonly const?: unknown; readonly enum?: readonly unknown[] }> }[] };
  const kinds = oneOf.flatMap(({ properties }) => properties?.[tag]?.const ?? properties?.[tag]?.enum ?? []);
  return { path: `${instancePath}/${tag}`, rule: 'discriminator', message: `there is no such ${tag}${kinds.length === 0 ? '' : `; there are ${kinds.join(', ')}`}` };
}

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
