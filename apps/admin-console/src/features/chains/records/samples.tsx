import type { ChainView, Template } from '@bystack/api';
import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../../parts/confirm';
import { JsonView } from '../../../parts/json-view';
import { Section } from '../../../parts/page-head';
import { useWords } from '../../../platform/texts';
import { type OnSubmit, submitRecipe } from './submit';

interface SamplesProps {
  readonly chain: ChainView;
  readonly samples: Template['samples'];
  readonly disabled: boolean;
  readonly onSubmit: OnSubmit;
}

/** Ready submissions of the template. What they record stays, so each is shown before it is sent. */
export function Samples({ chain, samples, disabled, onSubmit }: SamplesProps) {
  const { t } = useTranslation();
  const words = useWords();
  const [chosen, setChosen] = useState<Template['samples'][number] | null>(null);
  return (
    <Section title={t('records.samples')} note={t('records.samplesNote')}>
      <Group gap="xs">
        {samples.map((sample) => (
          <Button key={words(sample.title)} variant="default" size="xs" disabled={disabled} onClick={() => setChosen(sample)}>
            {words(sample.title)}
          </Button>
        ))}
      </Group>
      {chosen !== null && (
        <Confirm
          title={words(chosen.title)}
          action={t('records.submit')}
          pending={false}
          error={null}
          recipe={submitRecipe(chain, chosen)}
          onConfirm={() => {
            setChosen(null);
            onSubmit(chosen.module, chosen.command, chosen.payload);
          }}
          onClose={() => setChosen(null)}
        >
          <p>{t('records.sampleStays')}</p>
          <JsonView value={chosen.payload} label={words(chosen.title)} />
        </Confirm>
      )}
    </Section>
  );
}
