import type { ChainView, CompetitionStatus, NodeView, SplitView } from '@bystack/api';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../../parts/confirm';
import { useFormat } from '../../../platform/format';
import { recipe } from '../../../platform/recipe';
import { useChange } from '../../../platform/use-change';

interface RejoinProps {
  readonly chain: ChainView;
  readonly node: NodeView;
  readonly split: SplitView;
  readonly onClose: () => void;
}

/** Letting a node that was cut off forget its own branch, after saying what that is. */
export function Rejoin({ chain, node, split, onClose }: RejoinProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const seat = node.seat + 1;
  const path = `/chains/${chain.chainId}/nodes/${node.nodeId}/rejoin`;
  const body = { forkHeight: split.forkHeight };
  const change = useChange<CompetitionStatus>(['nodes', 'chains'], () => {
    notifications.show({ message: t('rejoin.asked', { seat }), closeButtonProps: { 'aria-label': t('close') } });
    onClose();
  });
  return (
    <Confirm
      title={t('rejoin.title', { seat, chain: chain.name })}
      action={t('rejoin.action')}
      danger
      pending={change.isPending}
      error={change.error}
      recipe={recipe('POST', path, body, ['nodes', 'rejoin', chain.name, node.nodeId, '--after', String(split.forkHeight)])}
      onConfirm={() => change.mutate({ path, body })}
      onClose={onClose}
    >
      <p>{t('rejoin.what', { forkHeight: split.forkHeight })}</p>
      <p>{t('rejoin.forgets', { count: split.blocks, records: format.counted('records', split.transactions) })}</p>
      <p>{t('rejoin.think')}</p>
    </Confirm>
  );
}
