import type { BadgeView } from '@bystack/api';
import { Button, Group, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../parts/busy-button';
import { type Column, DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Loaded } from '../../parts/loaded';
import { ShortId } from '../../parts/short-id';
import { Sign } from '../../parts/sign';
import { Time } from '../../parts/time';
import { queries } from '../../platform/queries';
import { Certificate } from './certificate';
import { RevokeBadge } from './revoke-badge';

const TYPING_MS = 300;

function Table({ rows, onRevoke }: { readonly rows: readonly BadgeView[]; readonly onRevoke: (badge: BadgeView) => void }) {
  const { t } = useTranslation();
  const columns: readonly Column<BadgeView>[] = [
    { key: 'name', title: t('members.name'), render: (one) => <Group gap="xs"><strong>{one.name}</strong>{one.revokedAtMs !== null && <Sign kind="bad">{t('badges.isRevoked')}</Sign>}</Group>, sort: (one) => one.name },
    { key: 'roles', title: t('members.roles'), render: (one) => one.roles.join(', ') || '–', sort: (one) => one.roles.join(' ') },
    { key: 'issued', title: t('badges.issued'), render: (one) => <Time ms={one.issuedAtMs} />, sort: (one) => one.issuedAtMs },
    { key: 'until', title: t('members.validUntil'), render: (one) => <Time ms={one.validUntilMs} />, sort: (one) => one.validUntilMs },
    { key: 'serial', title: t('badges.serial'), render: (one) => <ShortId id={one.serial} /> },
    { key: 'certificate', title: t('actions'), align: 'right', render: (one) => (
        <div className="row-actions">
          <Certificate name={one.name} pem={one.certificatePem} />
          {one.revokedAtMs === null && <Button size="compact-xs" variant="subtle" color="red" aria-label={t('badges.revokeNamed', { name: one.name })} onClick={() => onRevoke(one)}>{t('badges.revoke')}</Button>}
        </div>
      ) },
  ];
  return <DataTable caption={t('badges.list')} rows={rows} columns={columns} rowKey={({ id }) => id} empty={<Empty title={t('badges.nobodyTitle')}>{t('badges.nobodyText')}</Empty>} />;
}

/** Badges that the organisation's authorities issued, a page at a time. Looked for where they are kept: however many there are, each can be found and revoked. */
export function IssuedBadges() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), TYPING_MS);
  const [revoked, setRevoked] = useState<BadgeView | null>(null);
  const badges = useInfiniteQuery(queries.badges(search));
  return (
    <>
      <TextInput maw="24rem" size="xs" my="sm" aria-label={t('badges.search')} placeholder={t('badges.search')} leftSection={<IconSearch size={15} aria-hidden />} maxLength={100} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
      <Loaded of={badges}>{({ pages }) => <Table rows={pages.flatMap(({ items }) => items)} onRevoke={setRevoked} />}</Loaded>
      {badges.hasNextPage && (
        <BusyButton size="xs" variant="default" mt="sm" busy={badges.isFetchingNextPage} onClick={() => void badges.fetchNextPage()}>
          {t('badges.more')}
        </BusyButton>
      )}
      {revoked !== null && <RevokeBadge badge={revoked} onClose={() => setRevoked(null)} />}
    </>
  );
}
