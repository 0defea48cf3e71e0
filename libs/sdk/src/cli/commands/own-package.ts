import { canonicalJson } from '@bystack/chain-core/codec/json';
import { hash } from '@bystack/chain-core/crypto/hash';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import type { ChainView, ChangeView, JsonObject } from '@bystack/api';
import type { BystackClient } from '../../client/client';
import { text, type Values } from '../command';
import { LocalError, UsageError } from '../exit';
import { readJson } from '../input';
import { rulesIn } from '../module-words';
import { quoted } from '../quoted';

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

type On = Pick<ChainView, 'chainId' | 'name'>;

/** Keeps the rules on the chain and puts them in force, in the module that goes by rules there; what is kept already comes into force as it is. @throws LocalError NO_RULES, PACKAGE_IN_FORCE, PACKAGE_EXISTS */
export async function packageChanges(client: BystackClient, chain: On, rules: JsonObject): Promise<readonly ChangeView[]> {
  const { modules, kept } = await client.governance.modules(chain.chainId);
  const found = modules.find(({ params }) => rulesIn(params.package) !== undefined);
  if (found === undefined) throw new LocalError('NO_RULES', `No module of “${chain.name}” goes by rules that could be others: see \`bystack chains modules\`.`);
  const { module, params } = found;
  const id = rulesIn(rules)!;
  if (rulesIn(params.package) === id) throw new LocalError('PACKAGE_IN_FORCE', `“${chain.name}” goes by the rules ${id} already. If what you have is other than \`bystack query ${quoted(chain.name)} ${module} rules\`, give it another version.`);
  const swap = { kind: 'swap-package', module, package: id };
  const same = kept.find((one) => one.module === module && one.package === id);
  if (same === undefined) return [{ kind: 'publish-package', module, content: rules }, swap];
  if (same.hash === toHex(hash(canonicalJson(rules)))) return [swap];
  throw new LocalError('PACKAGE_EXISTS', keptOther(chain.name, id, swap));
}

function keptOther(name: string, id: string, swap: ChangeView): string {
  return `“${name}” keeps rules ${id} already, and they say something else than yours. To go back to those that are kept: bystack chains propose ${quoted(name)} --changes ${quoted(JSON.stringify([swap]))}. To bring yours, give them another version.`;
}
