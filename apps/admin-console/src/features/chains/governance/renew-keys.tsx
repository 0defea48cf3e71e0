import type { ChainSeatView, ChainView, CommitteeView, SubmissionView } from '@bystack/api';
import { Select } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../../parts/confirm';
import { queries } from '../../../platform/queries';
import { recipe } from '../../../platform/recipe';
import { useChange } from '../../../platform/use-change';

interface RenewKeysProps {
  readonly chain: ChainView;
  readonly committee: CommitteeView;
  readonly seat: ChainSeatView;
  readonly onClose: () => void;
}

/** A fresh voting key for a seat, or one of the other scheme for later. The node makes it. */
export function RenewKeys({ chain, committee, seat, onClose }: RenewKeysProps) {
  const { t } = useTranslation();
  const nodes = useQuery(queries.nodes(chain.chainId));
  const [scheme, setScheme] = useState(committee.scheme);
  const node = nodes.data?.find(({ nodeKey }) => nodeKey === seat.nodeKey);
  const path = `/chains/${chain.chainId}/nodes/${node?.nodeId ?? ''}/voting-keys`;
  const body = { scheme };
  const change = useChange<SubmissionView>(['committee', 'chains', 'nodes'], () => {
    notifications.show({ message: t('renew.done', { label: seat.label }), closeButtonProps: { 'aria-label': t('close') } });
    onClose();
  });
  const schemes = (['ed25519', 'bls'] as const).map((value) => ({ value, label: t(`renew.${value}`) }));
  return (
    <Confirm
      title={t('renew.title', { label: seat.label })}
      action={t('renew.action')}
      blocked={node === undefined}
      pending={change.isPending}
      error={change.error}
      recipe={recipe('POST', path, body, ['nodes', 'renew-keys', chain.name, node?.nodeId ?? '', '--scheme', scheme])}
      onConfirm={() => change.mutate({ path, body })}
      onClose={onClose}
    >
      <Select label={t('renew.scheme')} allowDeselect={false} data={schemes} value={scheme} onChange={(value) => setScheme(value ?? scheme)} />
      <p>{t(scheme === committee.scheme ? 'renew.fresh' : 'renew.later')}</p>
      {nodes.data !== undefined && node === undefined && <p className="note warn">{t('renew.notHere')}</p>}
    </Confirm>
  );
}
