import type { JsonObject } from '../../protocol/genesis';

/** A sentence a person understands, in each language of the product. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

/** A JSON Schema (2020-12 subset). Shown as a form and checked by machines. */
export type JsonSchema = JsonObject;
