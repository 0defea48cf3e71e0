import type { HostView } from '@bystack/api';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../parts/confirm';
import { CopyAs } from '../../parts/copy-as';
import { type Column, DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Loaded } from '../../parts/loaded';
import { PageHead } from '../../parts/page-head';
import { Sign } from '../../parts/sign';
import { Age, Time } from '../../parts/time';
import { useFormat } from '../../platform/format';
import { queries } from '../../platform/queries';
import { recipe } from '../../platform/recipe';
import { useChange } from '../../platform/use-change';
import { JoinHost } from './join-host';

function HostSentence({ host }: { readonly host: HostView }) {
  const { t } = useTranslation();
  const online = host.state === 'connected';
  return (
    <div>
      <Sign kind={online ? (host.trouble ? 'warn' : 'good') : 'bad'}>{t(`hostState.${host.state}`)}</Sign>
      <span className="sub">
        {host.lastSeenAtMs === null ? (
          t('hosts.never')
        ) : (
          <>
            {t('hosts.seen')} <Age ms={host.lastSeenAtMs} />
          </>
        )}
      </span>
      {host.trouble !== undefined && <span className="sub">{host.trouble}</span>}
    </div>
  );
}

function useColumns(onRemove: (host: HostView) => void): readonly Column<HostView>[] {
  const { t } = useTranslation();
  const format = useFormat();
  return [
    {
      key: 'name',
      title: t('hosts.name'),
      render: (host) => (
        <div>
          <strong>{host.name}</strong>
          <span className="sub">{`${t(`runtime.${host.runtime}`)} · ${host.platform} · ${host.agentVersion}`}</span>
        </div>
      ),
      sort: (host) => host.name,
      text: (host) => `${host.name} ${host.id} ${host.platform}`,
    },
    { key: 'state', title: t('hosts.state'), render: (host) => <HostSentence host={host} />, sort: (host) => host.state },
    { key: 'nodes', title: t('hosts.nodes'), align: 'right', render: (host) => <span className="figure">{t('chains.runningOf', { running: host.nodes, of: host.nodesMax })}</span>, sort: (host) => host.nodes },
    {
      key: 'machine',
      title: t('hosts.machine'),
      render: (host) => (
        <div className="figure">
          {t('hosts.cpus', { count: host.cpus })}
          <span className="sub">{t('hosts.resources', { memory: format.bytes(host.memoryBytes), disk: format.bytes(host.diskFreeBytes) })}</span>
        </div>
      ),
    },
    { key: 'keys', title: t('hosts.spareKeys'), align: 'right', render: (host) => <span className="figure">{format.number(host.spareKeys)}</span>, sort: (host) => host.spareKeys },
    { key: 'certificate', title: t('hosts.certificate'), render: (host) => (host.certificateExpiresAtMs === null ? '–' : <Time ms={host.certificateExpiresAtMs} />), sort: (host) => host.certificateExpiresAtMs ?? 0 },
    {
      key: 'actions',
      title: t('actions'),
      align: 'right',
      render: (host) => (
        <Button size="compact-xs" variant="subtle" color="var(--bad)" onClick={() => onRemove(host)} aria-label={t('hosts.removeNamed', { name: host.name })}>
          {t('hosts.remove')}
        </Button>
      ),
    },
  ];
}

function RemoveHost({ host, onClose }: { readonly host: HostView; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useChange<unknown>(['hosts'], onClose);
  const path = `/hosts/${host.id}`;
  return (
    <Confirm
      title={t('hosts.removeTitle', { name: host.name })}
      action={t('hosts.removeAction')}
      danger
      name={host.name}
      pending={remove.isPending}
      error={remove.error}
      recipe={recipe('DELETE', path, undefined)}
      onConfirm={() => remove.mutate({ method: 'DELETE', path })}
      onClose={onClose}
    >
      <p>{host.nodes > 0 ? t('hosts.removeCarries', { count: host.nodes }) : t('hosts.removeWhat')}</p>
      <p>{t('hosts.removeUndo')}</p>
    </Confirm>
  );
}

export function HostsPage() {
  const { t } = useTranslation();
  const hosts = useQuery(queries.hosts());
  const [joining, setJoining] = useState(false);
  const [removing, setRemoving] = useState<HostView | null>(null);
  const columns = useColumns(setRemoving);
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setJoining(true)}>
      {t('hosts.add')}
    </Button>
  );
  return (
    <div>
      <PageHead
        title={t('nav.hosts')}
        lead={t('hosts.lead')}
        actions={
          <>
            <CopyAs compact of={recipe('GET', '/hosts', undefined, ['hosts', 'list'])} />
            {add}
          </>
        }
      />
      <Loaded of={hosts}>
        {(rows) => <DataTable caption={t('nav.hosts')} rows={rows} columns={columns} rowKey={(host) => host.id} filter empty={<Empty title={t('hosts.noneTitle')}>{t('hosts.noneText')}</Empty>} />}
      </Loaded>
      {joining && <JoinHost onClose={() => setJoining(false)} />}
      {removing !== null && <RemoveHost host={removing} onClose={() => setRemoving(null)} />}
    </div>
  );
}
