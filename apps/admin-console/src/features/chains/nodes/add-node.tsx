import type { ChainView, Operation } from '@bystack/api';
import { Select } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../../parts/confirm';
import { queries } from '../../../platform/queries';
import { recipe } from '../../../platform/recipe';
import { useChange } from '../../../platform/use-change';

/** A further node on a host: the first of two steps to a further validator. */
export function AddNode({ chain, onClose }: { readonly chain: ChainView; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const hosts = useQuery(queries.hosts());
  const [hostId, setHostId] = useState<string | null>(null);
  const path = `/chains/${chain.chainId}/nodes`;
  const body = hostId === null ? {} : { hostId };
  const change = useChange<Operation>(['nodes', 'chains', 'hosts'], () => {
    notifications.show({ message: t('nodes.addAsked'), closeButtonProps: { 'aria-label': t('close') } });
    onClose();
  });
  const places = (hosts.data ?? []).filter(({ state }) => state === 'connected').map(({ id, name, nodes, nodesMax }) => ({ value: id, label: t('nodes.room', { name, count: Math.max(0, nodesMax - nodes) }) }));
  return (
    <Confirm
      title={t('nodes.addTitle', { chain: chain.name })}
      action={t('nodes.addAction')}
      pending={change.isPending}
      error={change.error}
      recipe={recipe('POST', path, body, ['nodes', 'add', chain.name, ...(hostId === null ? [] : ['--host', hostId])])}
      onConfirm={() => change.mutate({ path, body })}
      onClose={onClose}
    >
      <Select label={t('nodes.host')} placeholder={t('nodes.anyHost')} data={places} value={hostId} onChange={setHostId} clearable />
      <p>{t('nodes.addWhat')}</p>
    </Confirm>
  );
}
