/** A JSON value. Numbers that are integers are within ±(2^53-1). */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}
