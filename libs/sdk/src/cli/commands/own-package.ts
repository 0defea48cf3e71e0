import type { ChangeView, JsonObject } from '@bystack/api';
import type { BystackClient } from '../../client/client';
import { text, type Values } from '../command';
import { LocalError, UsageError } from '../exit';
import { readJson } from '../input';

const PACKAGE = { type: 'string', value: 'FILE', help: 'rules of your own: they are kept on the chain and put in force, in the place of those there are ({…}, a file, or - for standard input)' } as const;

/** For commands that propose other rules, or try them out. */
export const PACKAGE_OPTION = { package: PACKAGE } as const;

/** Rules of --package. @throws UsageError: it is no package */
export function packageIn(values: Values): JsonObject | undefined {
  const source = text(values, 'package');
  if (source === undefined) return undefined;
  const rules = readJson(source, '--package');
  const { name, version } = (typeof rules === 'object' && rules !== null && !Array.isArray(rules) ? rules : {}) as JsonObject;
  if (typeof name !== 'string' || typeof version !== 'string') throw new UsageError('--package takes a package of rules: an object with a name, a version, records and commands. `bystack query CHAIN rule-book rules` prints the one that is in force.');
  return rules as JsonObject;
}

/** Keeps the rules on the chain and puts them in force, in the module that goes by rules there. @throws LocalError NO_RULES */
export async function packageChanges(client: BystackClient, { chainId, name: chain }: { readonly chainId: string; readonly name: string }, rules: JsonObject): Promise<readonly ChangeView[]> {
  const { modules } = await client.governance.modules(chainId);
  const module = modules.find(({ params }) => typeof (params.package as JsonObject | undefined)?.name === 'string')?.module;
  if (module === undefined) throw new LocalError('NO_RULES', `No module of “${chain}” goes by rules that could be others: see \`bystack chains modules\`.`);
  return [
    { kind: 'publish-package', module, content: rules },
    { kind: 'swap-package', module, package: `${String(rules.name)}@${String(rules.version)}` },
  ];
}
