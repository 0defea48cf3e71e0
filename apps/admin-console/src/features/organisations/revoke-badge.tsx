import { REVOCATION_REASONS, type BadgeView, type RevocationReason } from '@bystack/api';
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../parts/confirm';
import { recipe } from '../../platform/recipe';
import { useChange } from '../../platform/use-change';

/** Into its authority's list of revoked certificates, for ever. */
export function RevokeBadge({ badge, onClose }: { readonly badge: BadgeView; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState<RevocationReason>('unspecified');
  const change = useChange<BadgeView>(['badges'], onClose);
  const path = `/badges/${badge.id}/revocation`;
  const body = { reason };
  return (
    <Confirm
      title={t('badges.revokeTitle', { name: badge.name })}
      action={t('badges.revoke')}
      danger
      pending={change.isPending}
      error={change.error}
      recipe={recipe('POST', path, body, ['badges', 'revoke-issued', badge.serial, '--reason', reason])}
      onConfirm={() => change.mutate({ path, body })}
      onClose={onClose}
    >
      <p>{t('badges.revokeText')}</p>
      <NativeSelect label={t('badges.reason')} data={REVOCATION_REASONS.map((value) => ({ value, label: t(`badges.reasons.${value}`) }))} value={reason} onChange={(event) => setReason(event.currentTarget.value as RevocationReason)} data-autofocus />
    </Confirm>
  );
}
