import type { ChainView, CompetitionStatus, NodeView } from '@bystack/api';
import { NumberInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../../parts/confirm';
import { recipe } from '../../../platform/recipe';
import { useChange } from '../../../platform/use-change';

interface SetMiningProps {
  readonly chain: ChainView;
  readonly node: NodeView;
  readonly competition: CompetitionStatus;
  readonly onClose: () => void;
}

/** Whether a node mines, and with how many threads. */
export function SetMining({ chain, node, competition, onClose }: SetMiningProps) {
  const { t } = useTranslation();
  const [threads, setThreads] = useState<number | null>(competition.threads);
  const seat = node.seat + 1;
  const path = `/chains/${chain.chainId}/nodes/${node.nodeId}/mining`;
  const change = useChange<CompetitionStatus>(['nodes', 'chains'], (now) => {
    notifications.show({ message: t(now.threads === 0 ? 'mining.stopped' : 'mining.mines', { seat, count: now.threads }), closeButtonProps: { 'aria-label': t('close') } });
    onClose();
  });
  const body = { threads: threads ?? 0 };
  return (
    <Confirm
      title={t('mining.title', { seat, chain: chain.name })}
      action={t(threads === 0 ? 'mining.stop' : 'mining.set')}
      blocked={threads === null}
      pending={change.isPending}
      error={change.error}
      recipe={recipe('POST', path, body, ['nodes', 'mine', chain.name, node.nodeId, '--threads', String(body.threads)])}
      onConfirm={() => change.mutate({ path, body })}
      onClose={onClose}
    >
      <NumberInput
        label={t('mining.threads')}
        description={t('mining.threadsHint', { max: competition.threadsMax })}
        min={0}
        max={competition.threadsMax}
        allowDecimal={false}
        clampBehavior="blur"
        value={threads ?? ''}
        onChange={(value) => setThreads(typeof value === 'number' ? value : null)}
      />
      <p>{t(threads === 0 ? 'mining.willStop' : 'mining.willMine')}</p>
    </Confirm>
  );
}
