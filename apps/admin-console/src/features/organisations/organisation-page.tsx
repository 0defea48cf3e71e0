import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../parts/facts';
import { PageHead, Section } from '../../parts/page-head';
import { ShortId } from '../../parts/short-id';
import { queries } from '../../platform/queries';
import { ApiKeys } from './api-keys';

export function OrganisationPage() {
  const { t } = useTranslation();
  const { data: me } = useSuspenseQuery(queries.me());
  return (
    <div>
      <PageHead title={me.organisationName} lead={t('organisation.lead')} />
      <Section title={t('organisation.me')}>
        <Facts
          rows={[
            [t('organisation.name'), me.name],
            [t('field.email'), me.email],
            [t('organisation.role'), t(`role.${me.role}`)],
            [t('organisation.id'), <ShortId key="id" id={me.organisationId} />],
          ]}
        />
      </Section>
      <ApiKeys />
    </div>
  );
}
