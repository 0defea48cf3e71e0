import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Waiting } from '../../../parts/loaded';
import { Section } from '../../../parts/page-head';
import { queries } from '../../../platform/queries';
import { useWords } from '../../../platform/texts';
import { useChain } from '../chain/use-chain';
import { CommandForm } from '../records/command-form';
import { formsBelow, formsOf } from '../records/forms';
import { Picker } from '../records/picker';
import { MemberList } from './member-list';
import { OrganisationList } from './organisation-list';

/** Who takes part in a chain, and everything the identity module of the chain lets be done about it. */
export function MembersTab() {
  const { t } = useTranslation();
  const words = useWords();
  const chain = useChain();
  const commands = useQuery(queries.commands(chain.chainId));
  const [chosen, setChosen] = useState<string>();
  if (commands.isPending) return <Waiting lines={6} />;
  const card = commands.data?.find(({ slot }) => slot === 'identity');
  if (card === undefined) return <p className="hint">{t('members.unknown')}</p>;
  const forms = formsBelow(card, formsOf(undefined, [card]));
  const form = forms.find(({ name }) => name === chosen) ?? forms[0];
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
          <CommandForm chain={chain} form={form} />
        </Section>
      )}
    </>
  );
}
