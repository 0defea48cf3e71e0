import type { ChainView, ModuleCard } from '@bystack/api';
import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { TextLink } from '../../../parts/links';
import { Section } from '../../../parts/page-head';
import { useWords } from '../../../platform/texts';
import { CommandForm } from '../records/command-form';
import { commandForms, formsBelow, queryLookups } from '../records/forms';
import { Lookup } from '../records/lookup';
import { Ability } from './ability';
import { placeOf } from './place-of';

interface ModuleSectionProps {
  readonly chain: ChainView;
  readonly card: ModuleCard;
  /** Of modules that are in force no more: they are only asked. */
  readonly set: number | undefined;
  /** What is open at first: MODULE.NAME, with its kind. */
  readonly open: string | undefined;
  readonly onOpen: (open: string) => void;
}

/** What one module can do and answer, each with the form that follows from its schema. */
export function ModuleSection({ chain, card, set, open, onOpen }: ModuleSectionProps) {
  const { t } = useTranslation();
  const words = useWords();
  const forms = set === undefined ? formsBelow(card, commandForms(card)) : [];
  const lookups = queryLookups(card);
  const place = placeOf(card, chain);
  const opening = (key: string) => ({ isOpen: open === key, onOpen: () => onOpen(key) });
  return (
    <Section title={words(card.title, card.name)} note={`${words(card.summary)} ${card.slot}: ${card.name} ${card.version}`}>
      {place !== undefined && (
        <p className="hint">
          {t(`modules.place.${place}`)}{' '}
          <TextLink underline="always" to={`/chains/$chainId/${place}`} params={{ chainId: chain.chainId }}>
            {t(`tab.${place}`)}
          </TextLink>
        </p>
      )}
      {forms.length > 0 && <Title order={3}>{t('modules.commands')}</Title>}
      {forms.map((form) => (
        <Ability key={form.name} title={form.title} name={`${form.module} · ${form.command}`} {...opening(`do.${form.name}`)}>
          <CommandForm chain={chain} form={form} />
        </Ability>
      ))}
      {lookups.length > 0 && <Title order={3}>{t('modules.questions')}</Title>}
      {lookups.map((lookup) => (
        <Ability key={lookup.name} title={lookup.title} name={`${lookup.module} · ${lookup.query}`} {...opening(`ask.${lookup.name}`)}>
          <Lookup chain={chain} lookup={lookup} set={set} />
        </Ability>
      ))}
      {forms.length + lookups.length === 0 && <p className="hint">{t('modules.nothing')}</p>}
    </Section>
  );
}
