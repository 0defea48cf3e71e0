import type { JsonObject } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Waiting } from '../../../parts/loaded';
import { Section } from '../../../parts/page-head';
import { queries } from '../../../platform/queries';
import { useWords } from '../../../platform/texts';
import { PayIn } from '../assets/pay-in';
import { useChain } from '../chain/use-chain';
import { formsOf } from '../records/forms';
import { Picker } from '../records/picker';
import { RecordForm } from '../records/record-form';
import type { ByPointer } from '../records/refused-fields';
import { Submission, type Submitted } from '../records/submission';
import { MemberList } from './member-list';
import { OrganisationList } from './organisation-list';

const NOTHING = { en: '', zh: '' };

/** Who takes part in a chain, and everything the identity module of the chain lets be done about it. */
export function MembersTab() {
  const { t } = useTranslation();
  const words = useWords();
  const chain = useChain();
  const commands = useQuery(queries.commands(chain.chainId));
  const [chosen, setChosen] = useState<string>();
  const [submitted, setSubmitted] = useState<Submitted | null>(null);
  const [refused, setRefused] = useState<ByPointer>({});
  const outcome = useRef<HTMLDivElement>(null);
  if (commands.isPending) return <Waiting lines={6} />;
  const card = commands.data?.find(({ slot }) => slot === 'identity');
  if (card === undefined) return <p className="hint">{t('members.unknown')}</p>;
  // What the module is for stands at the top of the page already.
  const forms = formsOf(undefined, [card]).map((each) => ({ ...each, help: NOTHING }));
  const form = forms.find(({ name }) => name === chosen) ?? forms[0];
  const submit = (module: string, command: string, payload: JsonObject) => {
    setRefused({});
    setSubmitted({ module, command, payload, number: (submitted?.number ?? 0) + 1 });
    requestAnimationFrame(() => outcome.current?.scrollIntoView({ block: 'nearest' }));
  };
  const isStopped = chain.state === 'stopped' || chain.state === 'stopping';
  const asks = (query: string) => card.queries.some(({ name }) => name === query);
  return (
    <>
      <Section title={words(card.title, card.name)} note={words(card.summary)}>
        {asks('members') && <MemberList chain={chain} module={card.name} />}
      </Section>
      {asks('organisations') && <OrganisationList chain={chain} module={card.name} />}
      {form !== undefined && (
        <Section title={t('members.change')} note={t('members.changeNote')}>
          <Picker label={t('members.what')} of={forms} chosen={form.name} onChoose={setChosen} />
          <RecordForm key={form.name} chain={chain} form={form} refused={submitted?.command === form.command ? refused : {}} disabled={isStopped} onSubmit={submit} />
          <div ref={outcome}>{submitted !== null && <Submission key={submitted.number} chain={chain} submitted={submitted} onRefused={setRefused} mend={(error) => <PayIn chain={chain} error={error} />} />}</div>
        </Section>
      )}
    </>
  );
}
