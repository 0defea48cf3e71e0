import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Waiting } from '../../../parts/loaded';
import { Section } from '../../../parts/page-head';
import { ProblemPanel } from '../../../parts/problem-panel';
import { useFormat } from '../../../platform/format';
import { queries } from '../../../platform/queries';
import { useWords } from '../../../platform/texts';
import { useChain } from '../chain/use-chain';
import { blocksUnder } from '../set-at';
import { Lookup } from './lookup';
import { Picker } from './picker';
import { useOffered } from './use-offered';

const route = getRouteApi('/inside/chains/$chainId/records');

/** Questions to ask: by the rules in force, or by those of a set of modules that was in force once, which answer with the meaning of then. */
export function Lookups({ set }: { readonly set: number | undefined }) {
  const { t } = useTranslation();
  const words = useWords();
  const chain = useChain();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const offered = useOffered(chain, set);
  if (offered === undefined) return set === undefined ? null : <Waiting />;
  const lookups = set === undefined || offered.error === null ? offered.lookups : [];
  const lookup = lookups.find((each) => each.name === search.lookup) ?? lookups[0];
  return (
    <Section title={t('records.lookUp')} note={t('records.lookUpNote')}>
      <SetField chainId={chain.chainId} set={set} onChoose={(chosen) => void navigate({ search: { set: chosen }, resetScroll: false })} />
      {set !== undefined && offered.rules !== undefined && <p className="hint">{t('records.rulesThen', { rules: words(offered.rules.title), id: offered.rules.id })}</p>}
      {set !== undefined && offered.error !== null && <ProblemPanel error={offered.error} title={t('records.askFailed')} />}
      {lookup !== undefined && (
        <>
          <Picker label={t('records.whichQuestion')} of={lookups} chosen={lookup.name} onChoose={(name) => void navigate({ search: { ...search, lookup: name }, resetScroll: false })} />
          <Lookup key={lookup.name} chain={chain} lookup={lookup} set={set} />
        </>
      )}
    </Section>
  );
}

/** Only where something was changed. */
function SetField({ chainId, set, onChoose }: { readonly chainId: string; readonly set: number | undefined; readonly onChoose: (set: number | undefined) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const modules = useQuery(queries.modulesInForce(chainId)).data;
  if (modules === undefined || modules.set === 0) return null;
  const past = Array.from({ length: modules.set }, (_, number) => modules.set - 1 - number);
  const labelOf = (number: number) => {
    const { from, to = from } = blocksUnder(modules, number);
    return t(number === 0 ? 'records.setFounding' : 'records.setPast', { from: format.number(from), to: format.number(to) });
  };
  const data = [{ value: '', label: t('records.setNow', { from: format.number(blocksUnder(modules, modules.set).from) }) }, ...past.map((number) => ({ value: String(number), label: labelOf(number) }))];
  return <NativeSelect label={t('records.whichRules')} data={data} value={set === undefined || set >= modules.set ? '' : String(set)} onChange={(event) => onChoose(event.currentTarget.value === '' ? undefined : Number(event.currentTarget.value))} maw="34rem" mb="md" />;
}
