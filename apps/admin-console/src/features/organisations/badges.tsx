import type { BadgeAuthorityView, BadgeView } from '@bystack/api';
import { Button, Group } from '@mantine/core';
import { IconDownload, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../parts/data-table';
import { download } from '../../parts/download';
import { Empty } from '../../parts/empty';
import { Loaded } from '../../parts/loaded';
import { Section } from '../../parts/page-head';
import { ShortId } from '../../parts/short-id';
import { Sign } from '../../parts/sign';
import { Time } from '../../parts/time';
import { queries } from '../../platform/queries';
import { IssueBadge } from './issue-badge';
import { NewAuthority } from './new-authority';
import { RevocationList } from './revocation-list';
import { RevokeBadge } from './revoke-badge';

function Certificate({ name, pem }: { readonly name: string; readonly pem: string }) {
  const { t } = useTranslation();
  return (
    <Button size="compact-xs" variant="subtle" leftSection={<IconDownload size={14} aria-hidden />} aria-label={t('badges.downloadNamed', { name })} onClick={() => download(`${name}.pem`, pem, 'application/x-pem-file')}>
      {t('badges.certificate')}
    </Button>
  );
}

function Authorities({ rows }: { readonly rows: readonly BadgeAuthorityView[] }) {
  const { t } = useTranslation();
  const columns: readonly Column<BadgeAuthorityView>[] = [
    { key: 'name', title: t('members.authority'), render: (one) => <strong>{one.name}</strong>, sort: (one) => one.name },
    { key: 'until', title: t('members.validUntil'), render: (one) => <Time ms={one.validUntilMs} />, sort: (one) => one.validUntilMs },
    { key: 'fingerprint', title: t('members.fingerprint'), render: (one) => <ShortId id={one.fingerprint} /> },
    { key: 'certificate', title: t('actions'), align: 'right', render: (one) => <div className="row-actions"><Certificate name={one.name} pem={one.certificatePem} /><RevocationList authority={one} /></div> },
  ];
  return <DataTable caption={t('badges.authorities')} rows={rows} columns={columns} rowKey={({ id }) => id} empty={<Empty title={t('badges.noneTitle')}>{t('badges.noneText')}</Empty>} />;
}

function Issued({ rows }: { readonly rows: readonly BadgeView[] }) {
  const { t } = useTranslation();
  const [revoked, setRevoked] = useState<BadgeView | null>(null);
  const columns: readonly Column<BadgeView>[] = [
    { key: 'name', title: t('members.name'), render: (one) => <div><strong>{one.name}</strong>{one.revokedAtMs !== null && <Sign kind="bad">{t('badges.isRevoked')}</Sign>}</div>, sort: (one) => one.name, text: (one) => `${one.name} ${one.serial}` },
    { key: 'issued', title: t('badges.issued'), render: (one) => <Time ms={one.issuedAtMs} />, sort: (one) => one.issuedAtMs },
    { key: 'until', title: t('members.validUntil'), render: (one) => <Time ms={one.validUntilMs} />, sort: (one) => one.validUntilMs },
    { key: 'serial', title: t('badges.serial'), render: (one) => <ShortId id={one.serial} /> },
    { key: 'certificate', title: t('actions'), align: 'right', render: (one) => (
        <div className="row-actions">
          <Certificate name={one.name} pem={one.certificatePem} />
          {one.revokedAtMs === null && <Button size="compact-xs" variant="subtle" color="red" aria-label={t('badges.revokeNamed', { name: one.name })} onClick={() => setRevoked(one)}>{t('badges.revoke')}</Button>}
        </div>
      ) },
  ];
  return (
    <>
      <DataTable caption={t('badges.list')} rows={rows} columns={columns} rowKey={({ id }) => id} filter empty={null} />
      {revoked !== null && <RevokeBadge badge={revoked} onClose={() => setRevoked(null)} />}
    </>
  );
}

/** Certificate authorities for an organisation that has none of its own, and the badges they issued. */
export function Badges() {
  const { t } = useTranslation();
  const authorities = useQuery(queries.badgeAuthorities());
  const badges = useQuery(queries.badges());
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
      {(badges.data ?? []).length > 0 && <Loaded of={badges}>{(rows) => <Issued rows={rows} />}</Loaded>}
      {open === 'authority' && <NewAuthority onClose={() => setOpen(null)} />}
      {open === 'issue' && <IssueBadge authorities={known} onClose={() => setOpen(null)} />}
    </Section>
  );
}
