import type { ApiKeyView } from '@bystack/api';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../parts/confirm';
import { type Column, DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Loaded } from '../../parts/loaded';
import { Section } from '../../parts/page-head';
import { Age, Time } from '../../parts/time';
import { queries } from '../../platform/queries';
import { recipe } from '../../platform/recipe';
import { useChange } from '../../platform/use-change';
import { NewKey } from './new-key';

function useColumns(onRevoke: (key: ApiKeyView) => void): readonly Column<ApiKeyView>[] {
  const { t } = useTranslation();
  return [
    { key: 'name', title: t('keys.name'), render: (key) => <strong>{key.name}</strong>, sort: (key) => key.name, text: (key) => `${key.name} ${key.prefix}` },
    { key: 'prefix', title: t('keys.prefix'), render: (key) => <code>{`${key.prefix}…`}</code> },
    { key: 'role', title: t('organisation.role'), render: (key) => t(`role.${key.role}`), sort: (key) => key.role },
    { key: 'created', title: t('chains.created'), render: (key) => <Time ms={key.createdAtMs} />, sort: (key) => key.createdAtMs },
    { key: 'used', title: t('keys.used'), render: (key) => (key.lastUsedAtMs === null ? t('keys.neverUsed') : <Age ms={key.lastUsedAtMs} />), sort: (key) => key.lastUsedAtMs ?? 0 },
    {
      key: 'actions',
      title: t('actions'),
      align: 'right',
      render: (key) => (
        <Button size="compact-xs" variant="subtle" color="var(--bad)" onClick={() => onRevoke(key)} aria-label={t('keys.revokeNamed', { name: key.name })}>
          {t('keys.revoke')}
        </Button>
      ),
    },
  ];
}

function RevokeKey({ apiKey, onClose }: { readonly apiKey: ApiKeyView; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const revoke = useChange<unknown>(['api-keys'], onClose);
  const path = `/api-keys/${apiKey.id}`;
  return (
    <Confirm
      title={t('keys.revokeTitle', { name: apiKey.name })}
      action={t('keys.revoke')}
      danger
      pending={revoke.isPending}
      error={revoke.error}
      recipe={recipe('DELETE', path, undefined, ['api-keys', 'revoke', apiKey.id])}
      onConfirm={() => revoke.mutate({ method: 'DELETE', path })}
      onClose={onClose}
    >
      <p>{t('keys.revokeWhat')}</p>
    </Confirm>
  );
}

/** Keys with which programs and the command line act for this organisation. */
export function ApiKeys() {
  const { t } = useTranslation();
  const keys = useQuery(queries.apiKeys());
  const [adding, setAdding] = useState(false);
  const [revoking, setRevoking] = useState<ApiKeyView | null>(null);
  const columns = useColumns(setRevoking);
  return (
    <Section
      title={t('keys.title')}
      note={t('keys.note')}
      actions={
        <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setAdding(true)}>
          {t('keys.add')}
        </Button>
      }
    >
      <Loaded of={keys}>
        {(rows) => <DataTable caption={t('keys.title')} rows={rows} columns={columns} rowKey={(key) => key.id} filter empty={<Empty title={t('keys.noneTitle')}>{t('keys.noneText')}</Empty>} />}
      </Loaded>
      {adding && <NewKey onClose={() => setAdding(false)} />}
      {revoking !== null && <RevokeKey apiKey={revoking} onClose={() => setRevoking(null)} />}
    </Section>
  );
}
