import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../parts/loaded';
import { PageHead } from '../../parts/page-head';
import { queries } from '../../platform/queries';
import { TemplateCard } from './template-card';

export function TemplatesPage() {
  const { t } = useTranslation();
  const templates = useQuery(queries.templates());
  return (
    <div>
      <PageHead title={t('nav.templates')} lead={t('templates.lead')} />
      <Loaded of={templates}>
        {(rows) => (
          <div className="choices">
            {rows.map((template) => (
              <Link key={template.name} to="/templates/$name" params={{ name: template.name }} className="choice">
                <TemplateCard template={template} />
              </Link>
            ))}
          </div>
        )}
      </Loaded>
    </div>
  );
}
