import type { ChainView, OutlookView } from '@bystack/api';
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { query } from '../../../platform/api';
import { queries } from '../../../platform/queries';
import { useWords } from '../../../platform/texts';
import { rulesOf, rulesOfTemplate } from '../rules-in-force';
import { swapTo, type WishedRules } from './wish';

interface RulesFieldProps {
  readonly chain: ChainView;
  readonly onChange: (rules: WishedRules | null) => void;
}

/** Rules of templates, to be put in the place of those the chain goes by. What it keeps already is not sent again. */
export function RulesField({ chain, onChange }: RulesFieldProps) {
  const { t } = useTranslation();
  const words = useWords();
  const [chosen, setChosen] = useState<string | null>(null);
  const templates = useQuery(queries.templates());
  const now = rulesOf(useQuery(queries.commands(chain.chainId)).data ?? []);
  const offered = (templates.data ?? []).flatMap((template) => {
    const rules = rulesOfTemplate(template);
    return rules === undefined || rules.id === now?.id ? [] : [{ ...rules, content: template.slots.contract.params.package ?? null }];
  });
  const wished = offered.find(({ id }) => id === chosen);
  const outlook = useQuery({
    queryKey: ['committee', chain.chainId, 'outlook', 'rules', wished?.id],
    queryFn: () => query<OutlookView>(`/chains/${chain.chainId}/proposals/outlook`, { changes: [swapTo(wished!.id)] }),
    enabled: wished !== undefined,
    retry: false,
  });
  const isKept = outlook.data === undefined ? undefined : outlook.data.refusal?.code !== 'NO_SUCH_PACKAGE';
  useEffect(() => {
    onChange(wished === undefined || isKept === undefined ? null : { id: wished.id, content: isKept ? null : wished.content });
  }, [wished?.id, isKept]);
  return (
    <>
      {now !== undefined && <p>{t('propose.rulesNow', { rules: words(now.title), id: now.id })}</p>}
      <Select label={t('propose.rules')} description={t(offered.length === 0 ? 'propose.noRules' : 'propose.rulesHint')} data={offered.map(({ id, title }) => ({ value: id, label: `${words(title)} (${id})` }))} value={chosen} onChange={setChosen} />
    </>
  );
}
