import Ajv, { type ValidateFunction } from 'ajv/dist/2020';

// The schemas are ours. Whether they are well formed is asked in tests and while developing; asked at every start it would cost a fifth of a second.
const asksWhetherWellFormed = process.env['NODE_ENV'] !== 'production';
const ajv = new Ajv({ strict: false, meta: asksWhetherWellFormed, validateSchema: asksWhetherWellFormed });

/** Compiles a JSON Schema (2020-12) of this program, for what it reads from files and from hosts. */
export function compileShape(schema: object): ValidateFunction {
  return ajv.compile(schema);
}
