import type { ChainView, Json, OutlookView } from '@bystack/api';
import { FileInput, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { query } from '../../../platform/api';
import { useFormat } from '../../../platform/format';
import { queries } from '../../../platform/queries';
import { useWords } from '../../../platform/texts';
import { type Rules, rulesOf, rulesOfTemplate } from '../rules-in-force';
import { readRules, RULES_BYTES_MAX } from './read-rules';
import { keptPackages, swapTo, type WishedRules } from './wish';

interface RulesFieldProps {
  readonly chain: ChainView;
  readonly onChange: (rules: WishedRules | null) => void;
}

/** Rules of templates, of the chain’s own past, or from a file, to be put in the place of those the chain goes by. What it keeps already of a template is not sent again; what a file says is what is proposed. */
export function RulesField({ chain, onChange }: RulesFieldProps) {
  const { t } = useTranslation();
  const words = useWords();
  const [chosen, setChosen] = useState<string | null>(null);
  const [fromFile, setFromFile] = useState<(Rules & { readonly content: Json }) | null>(null);
  /** A choice from the list empties the field for the file. */
  const [turn, setTurn] = useState(0);
  const templates = useQuery(queries.templatesAll());
  const now = rulesOf(useQuery(queries.commands(chain.chainId)).data ?? []);
  const kept = keptPackages(useQuery(queries.modulesInForce(chain.chainId)).data?.kept ?? []);
  const offered = [
    ...(templates.data ?? []).flatMap((template) => {
      const rules = rulesOfTemplate(template);
      return rules === undefined ? [] : [{ id: rules.id, label: `${words(rules.title)} (${rules.id})`, content: template.slots.contract.params.package ?? null }];
    }),
    ...kept.map((id) => ({ id, label: t('propose.rulesKept', { id }), content: null })),
  ].filter(({ id }, place, all) => id !== now?.id && all.findIndex((other) => other.id === id) === place);
  const wished = offered.find(({ id }) => id === chosen);
  const outlook = useQuery({
    queryKey: ['committee', chain.chainId, 'outlook', 'rules', wished?.id],
    queryFn: () => query<OutlookView>(`/chains/${chain.chainId}/proposals/outlook`, { changes: [swapTo(wished!.id)] }),
    enabled: wished !== undefined,
    retry: false,
  });
  const isKept = outlook.data === undefined ? undefined : outlook.data.refusal?.code !== 'NO_SUCH_PACKAGE';
  useEffect(() => {
    if (fromFile !== null) onChange({ id: fromFile.id, content: fromFile.content });
    else onChange(wished === undefined || isKept === undefined ? null : { id: wished.id, content: isKept ? null : wished.content });
  }, [wished?.id, isKept, fromFile]);
  const choose = (id: string | null) => {
    setFromFile(null);
    setTurn(turn + 1);
    setChosen(id);
  };
  const read = (rules: typeof fromFile) => {
    setChosen(null);
    setFromFile(rules);
  };
  return (
    <>
      {now !== undefined && <p>{t('propose.rulesNow', { rules: words(now.title), id: now.id })}</p>}
      <Select label={t('propose.rules')} description={t(offered.length === 0 ? 'propose.noRules' : 'propose.rulesHint')} data={offered.map(({ id, label }) => ({ value: id, label }))} value={chosen} onChange={choose} />
      <RulesFile key={turn} onRead={read} />
    </>
  );
}

/** A package from a file on this computer. @param onRead null: there is none, or what there is is none */
function RulesFile({ onRead }: { readonly onRead: (rules: (Rules & { readonly content: Json }) | null) => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const [file, setFile] = useState<File | null>(null);
  const [said, setSaid] = useState<{ readonly wrong?: string; readonly right?: string }>({});
  const take = async (picked: File | null) => {
    setFile(picked);
    setSaid({});
    if (picked === null) return onRead(null);
    const found = await readRules(picked);
    if ('wrong' in found) {
      setSaid({ wrong: t(`propose.${found.wrong}`, { file: picked.name, size: format.bytes(picked.size), limit: format.bytes(RULES_BYTES_MAX) }) });
      return onRead(null);
    }
    setSaid({ right: t('propose.rulesFromFile', { file: picked.name, rules: words(found.rules.title), id: found.rules.id }) });
    onRead({ ...found.rules, content: found.content });
  };
  return (
    <div>
      <FileInput label={t('propose.rulesFile')} description={t('propose.rulesFileHint')} placeholder={t('propose.chooseFile')} accept="application/json,.json" value={file} error={said.wrong} onChange={(picked) => void take(picked)} />
      {said.right !== undefined && <p className="hint" role="status">{said.right}</p>}
    </div>
  );
}
