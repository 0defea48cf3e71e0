import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../../parts/empty';
import { TextLink } from '../../../parts/links';
import { Waiting } from '../../../parts/loaded';
import { Section } from '../../../parts/page-head';
import { useWords } from '../../../platform/texts';
import { useChain } from '../chain/use-chain';
import { rulesIn } from '../rules-in-force';
import { Lookups } from './lookups';
import { Picker } from './picker';
import { RecordForm } from './record-form';
import { Samples } from './samples';
import { useOffered } from './use-offered';
import { useSubmitting } from './use-submitting';

const route = getRouteApi('/inside/chains/$chainId/records');

/** What can be recorded on this chain and what can be looked up, in the template's own words; of rules that are no longer in force, what can be looked up. */
export function RecordsTab() {
  const { set } = route.useSearch();
  return (
    <>
      {set === undefined && <Recording />}
      <Lookups key={set} set={set} />
    </>
  );
}

function Recording() {
  const { t } = useTranslation();
  const words = useWords();
  const chain = useChain();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const offered = useOffered(chain);
  const { submit, refusedOf, isStopped, outcome } = useSubmitting(chain);
  if (offered === undefined) return <Waiting lines={6} />;
  const { rules, forms, samples } = offered;
  const form = forms.find((each) => each.name === search.form) ?? forms[0];
  const isChanged = rules !== undefined && rules.id !== rulesIn(chain.slots.contract.params.package)?.id;
  return (
    <>
      <Section title={t('records.record')} note={t('records.recordNote')}>
        {isChanged && <p className="hint">{t('records.rulesNow', { rules: words(rules.title), id: rules.id })}</p>}
        {isStopped && (
          <p className="note warn">
            {t('records.stopped')}{' '}
            <TextLink to="/chains/$chainId/settings" params={{ chainId: chain.chainId }}>
              {t('records.startIt')}
            </TextLink>
          </p>
        )}
        {form === undefined && <Empty title={t('records.noneTitle')}>{t('records.noneText')}</Empty>}
        <Picker label={t('records.which')} of={forms} chosen={form?.name} onChoose={(name) => void navigate({ search: { ...search, form: name }, resetScroll: false })} />
        {form !== undefined && <RecordForm key={form.name} chain={chain} form={form} refused={refusedOf(form)} disabled={isStopped} onSubmit={submit} />}
        {outcome}
      </Section>
      {samples.length > 0 && <Samples chain={chain} samples={samples} disabled={isStopped} onSubmit={submit} />}
    </>
  );
}
