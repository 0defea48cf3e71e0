import type { SlotName, Template } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { labelAt } from '../../../parts/schema-form/label-at';
import { type FieldNamed, fieldsNamed } from '../../../platform/problem';
import { queries } from '../../../platform/queries';
import { useWords } from '../../../platform/texts';
import { choiceIn, type Draft } from './draft';

const PARAMETER = /^\/slots\/(\w+)\/params(\/.+)$/;

/** How the steps call what is asked of a new chain. */
export function useFieldNamed(draft: Draft, template: Template | undefined): FieldNamed {
  const { t } = useTranslation();
  const words = useWords();
  const cards = useQuery(queries.modules()).data ?? [];
  const named = fieldsNamed({ '/name': t('create.name'), '/validators': t('create.validators'), '/keepBlocks': t('create.keepBlocks') });
  return (pointer) => {
    const [, slot, path] = PARAMETER.exec(pointer) ?? [];
    if (slot === undefined || path === undefined || template === undefined) return named(pointer);
    const { module, version } = choiceIn(draft, template, slot as SlotName);
    const card = cards.find((each) => each.name === module && each.version === version);
    return card && labelAt(card.params, path, words);
  };
}
