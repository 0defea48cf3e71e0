import { objectOf, type ChainView, type ModuleCard, type Template, type TemplateForm, type TemplateLookup } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { queries } from '../../../platform/queries';
import { textOf } from '../../../platform/text-of';
import { rulesOf, rulesOfTemplate, type Rules } from '../rules-in-force';
import { formsOf, lookupsOf } from './forms';

/** What can be recorded and asked under a set of modules. */
interface Offered {
  readonly rules: Rules | undefined;
  readonly forms: readonly TemplateForm[];
  readonly lookups: readonly TemplateLookup[];
  readonly samples: Template['samples'];
  /** Why the chain's own words are not here. */
  readonly error: Error | null;
}

/** Undefined while it is being asked. @param set left out: those in force */
export function useOffered(chain: ChainView, set?: number): Offered | undefined {
  const templates = useQuery(queries.templatesAll());
  const commands = useQuery(queries.commands(chain.chainId, set));
  if (templates.isPending || commands.isPending) return undefined;
  const cards = commands.data ?? [];
  const rules = rulesOf(cards);
  const template = (templates.data ?? []).find((one) => (rules === undefined ? isFoundedBy(chain, one) : isOfRules(one, rules, cards)));
  return { rules, forms: formsOf(template, cards), lookups: lookupsOf(template, cards), samples: template?.samples ?? [], error: commands.error };
}

function isFoundedBy({ template }: ChainView, { name, version }: Template): boolean {
  return name === template.name && version === template.version;
}

/** A template words the rules that it brings, with its fields in order and samples beside them. Rules of the same name that somebody else wrote are not its. */
function isOfRules(template: Template, rules: Rules, cards: readonly ModuleCard[]): boolean {
  if (rulesOfTemplate(template)?.id !== rules.id) return false;
  const brought = objectOf(template.slots.contract.params.package);
  const surface = cards.find(({ surface: one }) => one?.package !== undefined)?.surface;
  return (['forms', 'lookups'] as const).every((part) => textOf(brought[part] ?? []) === textOf(surface?.[part] ?? []));
}
