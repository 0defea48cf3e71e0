import type { ChainView, JsonObject, TemplateLookup } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { queries } from '../../../platform/queries';
import { withRecordTitles } from '../said/record-titles';
import { type Fields, fieldsIn } from '../said/said-rows';

/** What a module says of a question of its: the arguments that it takes, and how fields of the answer are called, if need be as elsewhere in the module. */
export function useQuestion(chain: ChainView, { module, query }: TemplateLookup, set: number | undefined): { readonly args: JsonObject; readonly fields: Fields } {
  const cards = useQuery(queries.commands(chain.chainId, set)).data;
  return useMemo(() => {
    const card = cards?.find(({ name }) => name === module);
    const asked = card?.queries.find(({ name }) => name === query);
    const others = [...(card?.commands.map(({ payload }) => payload) ?? []), ...(card?.events.map(({ data }) => data) ?? [])];
    return { args: asked?.args ?? {}, fields: withRecordTitles(fieldsIn(asked?.result ?? {}, asked?.args ?? {}, ...others), card) };
  }, [cards, module, query]);
}
