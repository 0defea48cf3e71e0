import type { BadgeAuthorityView } from '@bystack/api';
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { download } from '../../parts/download';
import { ProblemPanel } from '../../parts/problem-panel';
import { getText } from '../../platform/api';

/** The authority's list of revoked certificates, as a file. */
export function RevocationList({ authority: { id, name } }: { readonly authority: BadgeAuthorityView }) {
  const { t } = useTranslation();
  const [error, setError] = useState<unknown>(null);
  const save = () =>
    getText(`/badge-authorities/${id}/revocations?format=pem`).then(
      (text) => (setError(null), download(`${name} revoked.pem`, text, 'application/x-pem-file')),
      (problem: unknown) => setError(problem),
    );
  return (
    <>
      <Button size="compact-xs" variant="subtle" leftSection={<IconDownload size={14} aria-hidden />} aria-label={t('badges.listOf', { name })} onClick={() => void save()}>
        {t('badges.revokedList')}
      </Button>
      {error !== null && <ProblemPanel error={error} />}
    </>
  );
}
