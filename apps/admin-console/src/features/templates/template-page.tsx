import type { Template } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../parts/facts';
import { ButtonLink } from '../../parts/links';
import { Loaded } from '../../parts/loaded';
import { PageHead, Section } from '../../parts/page-head';
import { useFormat } from '../../platform/format';
import { queries } from '../../platform/queries';
import { useWords } from '../../platform/texts';
import { SLOTS } from '../chains/create/draft';
import { SlotsTable } from '../chains/slots-table';
import { useChosenSlot } from '../chains/use-chosen-slot';

const route = getRouteApi('/inside/templates/$name');

function Slots({ template }: { readonly template: Template }) {
  const { t } = useTranslation();
  const chosen = useChosenSlot();
  return <SlotsTable caption={t('overview.modules')} slots={SLOTS.map((slot) => chosen(slot, template.slots[slot]).filled)} />;
}

function Offers({ template }: { readonly template: Template }) {
  const words = useWords();
  return (
    <ul>
      {[...template.forms, ...template.lookups].map((offer) => (
        <li key={offer.name}>
          {words(offer.title)}
          {'help' in offer && <span className="sub">{words(offer.help)}</span>}
        </li>
      ))}
    </ul>
  );
}

export function TemplatePage() {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const template = useQuery(queries.template(route.useParams().name));
  return (
    <div>
      <Loaded of={template} title={t('create.template')}>
        {(data) => (
          <>
            <PageHead
              title={words(data.title, data.name)}
              lead={words(data.summary)}
              actions={
                <ButtonLink to="/chains/new" search={{ template: data.name, step: 'modules' }}>
                  {t('templates.use')}
                </ButtonLink>
              }
            />
            <Section title={t('overview.facts')}>
              <Facts
                rows={[
                  [t('templates.industry'), words(data.industry)],
                  [t('templates.version'), `${data.name} ${data.version}`],
                  [t('create.validators'), format.number(data.validators)],
                  [t('templates.approval'), t('templates.percent', { n: data.governance.approvalPercent })],
                  [t('templates.blockSize'), format.bytes(data.limits.blockBytesMax)],
                  [t('templates.transactionSize'), format.bytes(data.limits.transactionBytesMax)],
                ]}
              />
            </Section>
            <Section title={t('overview.modules')} note={t('overview.modulesNote')}>
              <Slots template={data} />
            </Section>
            {data.roles.length > 0 && (
              <Section title={t('templates.roles')} note={t('templates.rolesNote')}>
                <ul>
                  {data.roles.map((role) => (
                    <li key={role.name}>
                      {words(role.title, role.name)} <code>{role.name}</code>
                      {role.grantToCreator && <span className="sub">{t('templates.granted')}</span>}
                    </li>
                  ))}
                </ul>
              </Section>
            )}
            <Section title={t('templates.offers')} note={t('templates.offersNote')}>
              <Offers template={data} />
            </Section>
          </>
        )}
      </Loaded>
    </div>
  );
}
