import { quorumOf, type ChainView, type NodeView, type Operation } from '@bystack/api';
import { Checkbox } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../../parts/confirm';
import { recipe } from '../../../platform/recipe';
import { useChange } from '../../../platform/use-change';

interface SwitchNodeProps {
  readonly chain: ChainView;
  readonly node: NodeView;
  readonly nodes: readonly NodeView[];
  readonly onClose: () => void;
}

/** Stopping or starting one node, with the arithmetic of the quorum shown before it is done. */
export function SwitchNode({ chain, node, nodes, onClose }: SwitchNodeProps) {
  const { t } = useTranslation();
  const [force, setForce] = useState(false);
  const verb = node.wish === 'running' ? 'stop' : 'start';
  const { needed, total } = chain.competition === null ? quorumOf(chain.validators) : { needed: 0, total: chain.validators };
  const runningOthers = nodes.filter((each) => each.nodeId !== node.nodeId && each.state === 'running' && each.votes !== false).length;
  const after = verb === 'stop' || node.votes === false ? runningOthers : runningOthers + 1;
  const losesQuorum = verb === 'stop' && node.votes !== false && after < needed;
  const path = `/chains/${chain.chainId}/nodes/${node.nodeId}/${verb}`;
  const body = force ? { force: true } : {};
  const change = useChange<Operation>(['nodes', 'chains'], () => {
    notifications.show({ message: t(verb === 'stop' ? 'nodes.stopAsked' : 'nodes.startAsked', { seat: node.seat + 1 }), closeButtonProps: { 'aria-label': t('close') } });
    onClose();
  });
  const outcome = losesQuorum ? 'nodes.afterLost' : verb === 'stop' ? (after === needed ? 'nodes.afterEdge' : 'nodes.afterFine') : after < needed ? 'nodes.startStillShort' : 'nodes.startFine';
  return (
    <Confirm
      title={t(verb === 'stop' ? 'nodes.stopTitle' : 'nodes.startTitle', { seat: node.seat + 1, chain: chain.name })}
      action={t(verb === 'stop' ? 'nodes.stopAction' : 'nodes.startAction')}
      danger={losesQuorum}
      name={losesQuorum && force ? chain.name : undefined}
      blocked={losesQuorum && !force}
      pending={change.isPending}
      error={change.error}
      recipe={recipe('POST', path, body, ['nodes', verb, chain.name, node.nodeId, ...(force ? ['--force'] : [])])}
      onConfirm={() => change.mutate({ path, body })}
      onClose={onClose}
    >
      <p>{chain.competition === null ? t(outcome, { after, total, needed }) : t(verb === 'stop' ? 'competition.nodeStops' : 'competition.nodeStarts', { after, total })}</p>
      {verb === 'stop' && <p>{t('nodes.stopUndo')}</p>}
      {losesQuorum && <Checkbox label={t('nodes.force')} checked={force} onChange={(event) => setForce(event.currentTarget.checked)} />}
    </Confirm>
  );
}
