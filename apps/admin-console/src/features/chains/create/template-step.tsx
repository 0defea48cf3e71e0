import type { Template } from '@bystack/api';
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../../parts/loaded';
import { Section } from '../../../parts/page-head';
import { queries } from '../../../platform/queries';
import { useWords } from '../../../platform/texts';
import { TemplateIcon } from '../../templates/template-icon';

interface TemplateStepProps {
  readonly chosen: string;
  readonly onChoose: (template: Template) => void;
}

export function TemplateStep({ chosen, onChoose }: TemplateStepProps) {
  const { t } = useTranslation();
  const words = useWords();
  const templates = useQuery(queries.templates());
  return (
    <Section title={t('create.templateTitle')} note={t('create.templateNote')}>
      <Loaded of={templates}>
        {(rows) => (
          <div className="choices" role="radiogroup" aria-label={t('create.templateTitle')}>
            {rows.map((template) => (
              <button key={template.name} type="button" role="radio" aria-checked={template.name === chosen} className="choice" onClick={() => onChoose(template)}>
                <TemplateIcon name={template.icon} />
                <Text fw={600} component="span">
                  {words(template.title)}
                </Text>
                <Text component="span">{words(template.summary)}</Text>
                <Text size="xs" c="dimmed" component="span">
                  {words(template.industry)} · {template.name} {template.version}
                </Text>
              </button>
            ))}
          </div>
        )}
      </Loaded>
    </Section>
  );
}
