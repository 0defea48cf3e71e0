import type { Template } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../../parts/loaded';
import { Section } from '../../../parts/page-head';
import { queries } from '../../../platform/queries';
import { TemplateCard } from '../../templates/template-card';

interface TemplateStepProps {
  readonly chosen: string;
  readonly onChoose: (template: Template) => void;
}

export function TemplateStep({ chosen, onChoose }: TemplateStepProps) {
  const { t } = useTranslation();
  const templates = useQuery(queries.templates());
  return (
    <Section title={t('create.templateTitle')} note={t('create.templateNote')}>
      <Loaded of={templates}>
        {(rows) => (
          <div className="choices" role="radiogroup" aria-label={t('create.templateTitle')}>
            {rows.map((template) => (
              <button key={template.name} type="button" role="radio" aria-checked={template.name === chosen} className="choice" onClick={() => onChoose(template)}>
                <TemplateCard template={template} />
              </button>
            ))}
          </div>
        )}
      </Loaded>
    </Section>
  );
}
