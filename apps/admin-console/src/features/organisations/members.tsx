import type { MemberView } from '@bystack/api';
import { Button, Group } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../parts/data-table';
import { Loaded } from '../../parts/loaded';
import { Section } from '../../parts/page-head';
import { Sign } from '../../parts/sign';
import { Time } from '../../parts/time';
import { queries } from '../../platform/queries';
import { ChangeRole } from './change-role';
import { InviteMember } from './invite-member';
import { LinkAgain } from './member-link';
import { RemoveMember } from './remove-member';

type Doing = { readonly what: 'role' | 'link' | 'remove'; readonly member: MemberView };

function useColumns(mayManage: boolean, onDo: (doing: Doing) => void): readonly Column<MemberView>[] {
  const { t } = useTranslation();
  const columns: readonly Column<MemberView>[] = [
    {
      key: 'name',
      title: t('organisation.name'),
      render: (member) => (
        <div>
          <strong>{member.name}</strong>
          <span className="sub">{member.email}</span>
        </div>
      ),
      sort: (member) => member.name,
      text: (member) => `${member.name} ${member.email}`,
    },
    { key: 'role', title: t('organisation.role'), render: (member) => t(`role.${member.role}`), sort: (member) => member.role },
    { key: 'state', title: t('people.state'), render: (member) => (member.isInvited ? <Sign kind="busy">{t('people.invited')}</Sign> : <Sign kind="good">{t('people.joined')}</Sign>), sort: (member) => String(member.isInvited) },
    { key: 'added', title: t('people.added'), render: (member) => <Time ms={member.addedAtMs} />, sort: (member) => member.addedAtMs },
    {
      key: 'actions',
      title: t('actions'),
      align: 'right',
      render: (member) => (
        <Group gap={4} justify="flex-end">
          {(['role', 'link', 'remove'] as const).map((what) => (
            <Button key={what} size="compact-xs" variant="subtle" color={what === 'remove' ? 'var(--bad)' : undefined} onClick={() => onDo({ what, member })} aria-label={t(`people.${what}Named`, { name: member.name })}>
              {t(`people.${what}`)}
            </Button>
          ))}
        </Group>
      ),
    },
  ];
  return mayManage ? columns : columns.slice(0, -1);
}

/** The people of the organisation. Owners invite, change and remove them. */
export function Members({ mayManage }: { readonly mayManage: boolean }) {
  const { t } = useTranslation();
  const members = useQuery(queries.members());
  const [inviting, setInviting] = useState(false);
  const [doing, setDoing] = useState<Doing | null>(null);
  const columns = useColumns(mayManage, setDoing);
  const close = () => setDoing(null);
  return (
    <Section
      title={t('people.title')}
      note={t('people.note')}
      actions={
        mayManage && (
          <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setInviting(true)}>
            {t('people.invite')}
          </Button>
        )
      }
    >
      <Loaded of={members}>{(rows) => <DataTable caption={t('people.title')} rows={rows} columns={columns} rowKey={(member) => member.userId} filter empty={null} />}</Loaded>
      {inviting && <InviteMember onClose={() => setInviting(false)} />}
      {doing?.what === 'role' && <ChangeRole member={doing.member} onClose={close} />}
      {doing?.what === 'link' && <LinkAgain member={doing.member} onClose={close} />}
      {doing?.what === 'remove' && <RemoveMember member={doing.member} onClose={close} />}
    </Section>
  );
}
