import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../parts/loaded';
import { PageHead } from '../../parts/page-head';
import { queries } from '../../platform/queries';
import { useWords } from '../../platform/texts';
import { TemplateIcon } from './template-icon';

export function TemplatesPage() {
  const { t } = useTranslation();
  const words = useWords();
  const templates = useQuery(queries.templates());
  return (
    <div>
      <PageHead title={t('nav.templates')} lead={t('templates.lead')} />
      <Loaded of={templates}>
        {(rows) => (
          <div className="choices">
            {rows.map((template) => (
              <Link key={template.name} to="/templates/$name" params={{ name: template.name }} className="choice">
                <TemplateIcon name={template.icon} />
                <Text fw={600} component="span">
                  {words(template.title)}
                </Text>
                <Text component="span">{words(template.summary)}</Text>
                <Text size="xs" c="dimmed" component="span">
                  {words(template.industry)} · {template.name} {template.version}
                </Text>
              </Link>
            ))}
          </div>
        )}
      </Loaded>
    </div>
  );
}
