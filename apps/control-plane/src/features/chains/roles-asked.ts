import type { JsonObject } from '@bystack/api';

/** A package of rules, as far as it is looked at here; other modules may call something else a package. */
interface Ruled {
  readonly commands?: Readonly<Record<string, { readonly who?: { readonly roles?: unknown } } | null>> | null;
}

/** Roles that the commands of a package of rules ask for, each once, in order. Whatever else the contract slot holds asks for none that is known. */
export function rolesAsked(params: JsonObject): readonly string[] {
  const commands = (params.package as Ruled | null | undefined)?.commands ?? {};
  const roles = Object.values(commands).flatMap((command) => command?.who?.roles ?? []);
  return [...new Set(roles.filter((role) => typeof role === 'string'))].sort();
}
