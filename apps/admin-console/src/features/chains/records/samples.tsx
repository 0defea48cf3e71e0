import type { Template } from '@bystack/api';
import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../parts/page-head';
import { useWords } from '../../../platform/texts';
import type { OnSubmit } from './submit';

/** Ready submissions of the template: one click records one. */
export function Samples({ samples, onSubmit }: { readonly samples: Template['samples']; readonly onSubmit: OnSubmit }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Section title={t('records.samples')} note={t('records.samplesNote')}>
      <Group gap="xs">
        {samples.map((sample) => (
          <Button key={words(sample.title)} variant="default" size="xs" onClick={() => onSubmit(sample.module, sample.command, sample.payload)}>
            {words(sample.title)}
          </Button>
        ))}
      </Group>
    </Section>
  );
}
