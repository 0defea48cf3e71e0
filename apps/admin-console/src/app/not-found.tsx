import { useTranslation } from 'react-i18next';
import { TextLink } from '../parts/links';
import { PageHead } from '../parts/page-head';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <main className="alone">
      <PageHead title={t('notFound.title')} lead={t('notFound.lead')} />
      <TextLink to="/">{t('notFound.home')}</TextLink>
    </main>
  );
}
