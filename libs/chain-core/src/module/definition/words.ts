import type { JsonObject } from '../../protocol/genesis';

/** A sentence a person understands, in each language of the product. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

/** A JSON Schema (2020-12 subset). Shown as a form and checked by machines. */
export type JsonSchema = JsonObject;

/** What is known of a chain that parameters are chosen for. */
export interface KnownOfParams {
  /** Units that there are of the asset that the parameter `asset` names; undefined: nobody can say. */
  readonly supply?: bigint;
  /** The module is in force there already: what it stored since its founding is not in the parameters. */
  readonly isInForce?: boolean;
  /** Roles that the rules to be founded ask for; undefined: nobody can say. */
  readonly rolesAsked?: readonly string[];
}
