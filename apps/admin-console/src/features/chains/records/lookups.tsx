import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Waiting } from '../../../parts/loaded';
import { Section } from '../../../parts/page-head';
import { ProblemPanel } from '../../../parts/problem-panel';
import { useWords } from '../../../platform/texts';
import { useChain } from '../chain/use-chain';
import { Lookup } from './lookup';
import { Picker } from './picker';
import { SetField } from './set-field';
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
