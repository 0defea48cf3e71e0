import type { JsonObject } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../../parts/empty';
import { TextLink } from '../../../parts/links';
import { Waiting } from '../../../parts/loaded';
import { Section } from '../../../parts/page-head';
import { queries } from '../../../platform/queries';
import { useWords } from '../../../platform/texts';
import { useChain } from '../chain/use-chain';
import { rulesOf, rulesOfTemplate } from '../rules-in-force';
import { formsOf, lookupsOf } from './forms';
import { Lookup } from './lookup';
import { Picker } from './picker';
import { RecordForm } from './record-form';
import type { ByPointer } from './refused-fields';
import { Samples } from './samples';
import { Submission, type Submitted } from './submission';

const route = getRouteApi('/inside/chains/$chainId/records');

/** What can be recorded on this chain and what can be looked up, in the template's own words. */
export function RecordsTab() {
  const { t } = useTranslation();
  const words = useWords();
  const chain = useChain();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const template = useQuery(queries.template(chain.template.name));
  const commands = useQuery(queries.commands(chain.chainId));
  const [submitted, setSubmitted] = useState<Submitted | null>(null);
  const [refused, setRefused] = useState<ByPointer>({});
  const outcome = useRef<HTMLDivElement>(null);
  if (template.isPending || commands.isPending) return <Waiting lines={6} />;
  // Validators may have voted for other rules since the chain was made from its template: then the chain's own forms count.
  const rules = rulesOf(commands.data ?? []);
  const isSame = template.data?.version === chain.template.version && (rules === undefined || rulesOfTemplate(template.data)?.id === rules.id);
  const same = isSame ? template.data : undefined;
  const forms = formsOf(same, commands.data ?? []);
  const lookups = lookupsOf(same, commands.data ?? []);
  const form = forms.find((each) => each.name === search.form) ?? forms[0];
  const lookup = lookups.find((each) => each.name === search.lookup) ?? lookups[0];
  const submit = (module: string, command: string, payload: JsonObject) => {
    setRefused({});
    setSubmitted({ module, command, payload, number: (submitted?.number ?? 0) + 1 });
    requestAnimationFrame(() => outcome.current?.scrollIntoView({ block: 'nearest' }));
  };
  const isStopped = chain.state === 'stopped' || chain.state === 'stopping';
  return (
    <>
      <Section title={t('records.record')} note={t('records.recordNote')}>
        {!isSame && rules !== undefined && <p className="hint">{t('records.rulesNow', { rules: words(rules.title), id: rules.id })}</p>}
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
        {form !== undefined && <RecordForm key={form.name} chain={chain} form={form} refused={submitted?.command === form.command ? refused : {}} disabled={isStopped} onSubmit={submit} />}
        <div ref={outcome}>{submitted !== null && <Submission key={submitted.number} chain={chain} submitted={submitted} onRefused={setRefused} />}</div>
      </Section>
      {same !== undefined && same.samples.length > 0 && <Samples chain={chain} samples={same.samples} disabled={isStopped} onSubmit={submit} />}
      {lookup !== undefined && (
        <Section title={t('records.lookUp')} note={t('records.lookUpNote')}>
          <Picker label={t('records.whichQuestion')} of={lookups} chosen={lookup.name} onChoose={(name) => void navigate({ search: { ...search, lookup: name }, resetScroll: false })} />
          <Lookup key={lookup.name} chain={chain} lookup={lookup} />
        </Section>
      )}
    </>
  );
}
