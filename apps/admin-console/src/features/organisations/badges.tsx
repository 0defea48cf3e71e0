import type { BadgeAuthorityView } from '@bystack/api';
import { Button, Group } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Loaded } from '../../parts/loaded';
import { Section } from '../../parts/page-head';
import { ShortId } from '../../parts/short-id';
import { Sign } from '../../parts/sign';
import { Time } from '../../parts/time';
import { queries } from '../../platform/queries';
import { Certificate } from './certificate';
import { IssueBadge } from './issue-badge';
import { IssuedBadges } from './issued-badges';
import { NewAuthority } from './new-authority';
import { RevocationList } from './revocation-list';

function Authorities({ rows }: { readonly rows: readonly BadgeAuthorityView[] }) {
  const { t } = useTranslation();
  const columns: readonly Column<BadgeAuthorityView>[] = [
    { key: 'name', title: t('members.authority'), render: (one) => <Group gap="xs"><strong>{one.name}</strong>{one.revoked.leftOut > 0 && <Sign kind="bad">{t('badges.leftOut', { count: one.revoked.leftOut, listed: one.revoked.listed })}</Sign>}</Group>, sort: (one) => one.name },
    { key: 'until', title: t('members.validUntil'), render: (one) => <Time ms={one.validUntilMs} />, sort: (one) => one.validUntilMs },
    { key: 'fingerprint', title: t('members.fingerprint'), render: (one) => <ShortId id={one.fingerprint} /> },
    { key: 'certificate', title: t('actions'), align: 'right', render: (one) => <div className="row-actions"><Certificate name={one.name} pem={one.certificatePem} /><RevocationList authority={one} /></div> },
  ];
  return <DataTable caption={t('badges.authorities')} rows={rows} columns={columns} rowKey={({ id }) => id} empty={<Empty title={t('badges.noneTitle')}>{t('badges.noneText')}</Empty>} />;
}

/** Certificate authorities for an organisation that has none of its own, and the badges they issued. */
export function Badges() {
  const { t } = useTranslation();
  const authorities = useQuery(queries.badgeAuthorities());
  const [open, setOpen] = useState<'authority' | 'issue' | null>(null);
  const known = authorities.data ?? [];
  const actions = (
    <Group gap="xs">
      <Button size="xs" variant="default" onClick={() => setOpen('authority')}>
        {t('badges.newAuthority')}
      </Button>
      <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} disabled={known.length === 0} onClick={() => setOpen('issue')}>
        {t('badges.issue')}
      </Button>
    </Group>
  );
  return (
    <Section title={t('badges.title')} note={t('badges.note')} actions={actions}>
      <Loaded of={authorities}>{(rows) => <Authorities rows={rows} />}</Loaded>
      {known.length > 0 && <IssuedBadges />}
      {open === 'authority' && <NewAuthority onClose={() => setOpen(null)} />}
      {open === 'issue' && <IssueBadge authorities={known} onClose={() => setOpen(null)} />}
    </Section>
  );
}
