import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../parts/facts';
import { PageHead, Section } from '../../parts/page-head';
import { ShortId } from '../../parts/short-id';
import { ApiKeys } from './api-keys';
import { Badges } from './badges';
import { Members } from './members';

const inside = getRouteApi('/inside');

export function OrganisationPage() {
  const { t } = useTranslation();
  const { me } = inside.useRouteContext();
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
      <Members mayManage={me.permissions.includes('members:manage')} />
      <Badges />
      {me.permissions.includes('api-keys:manage') && <ApiKeys />}
    </div>
  );
}
