import type { ChainView, NodeView, Operation } from '@bystack/api';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../../parts/confirm';
import { recipe } from '../../../platform/recipe';
import { useChange } from '../../../platform/use-change';

interface RemoveNodeProps {
  readonly chain: ChainView;
  readonly node: NodeView;
  readonly onClose: () => void;
}

/** Taking a node away that has no seat any more. */
export function RemoveNode({ chain, node, onClose }: RemoveNodeProps) {
  const { t } = useTranslation();
  const seat = node.seat + 1;
  const path = `/chains/${chain.chainId}/nodes/${node.nodeId}`;
  const change = useChange<Operation>(['nodes', 'chains', 'hosts'], () => {
    notifications.show({ message: t('nodes.removeAsked', { seat }), closeButtonProps: { 'aria-label': t('close') } });
    onClose();
  });
  return (
    <Confirm
      title={t('nodes.removeTitle', { seat, chain: chain.name })}
      action={t('nodes.remove')}
      danger
      pending={change.isPending}
      error={change.error}
      recipe={recipe('DELETE', path, undefined, ['nodes', 'remove', chain.name, node.nodeId])}
      onConfirm={() => change.mutate({ method: 'DELETE', path })}
      onClose={onClose}
    >
      <p>{t('nodes.removeWhat')}</p>
    </Confirm>
  );
}
