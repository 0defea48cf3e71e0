import { FileInput, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHead, Section } from '../../parts/page-head';
import { check } from './check';
import { Verdict } from './verdict';

/** Receipts are checked on this page, by this browser: nothing is sent anywhere, and whoever serves the page is not asked. */
export function CheckPage() {
  const { t } = useTranslation();
  const [evidence, setEvidence] = useState<File | null>(null);
  const [genesis, setGenesis] = useState<File | null>(null);
  const [checkpoint, setCheckpoint] = useState<File | null>(null);
  const checked = useQuery({
    queryKey: ['check', ...[evidence, genesis, checkpoint].map((file) => [file?.name, file?.size, file?.lastModified])],
    queryFn: () => check(evidence!, genesis!, checkpoint),
    enabled: evidence !== null && genesis !== null,
    gcTime: 0,
    retry: false,
  });
  return (
    <div>
      <PageHead title={t('nav.check')} lead={t('check.lead')} />
      <Section title={t('check.files')}>
        <Stack gap="sm" maw="30rem">
          <FileInput label={t('check.evidence')} description={t('check.evidenceHint')} placeholder={t('check.choose')} accept="application/json,.json" value={evidence} onChange={setEvidence} clearable clearButtonProps={{ 'aria-label': t('check.clear') }} />
          <FileInput label={t('check.genesis')} description={t('check.genesisHint')} placeholder={t('check.choose')} accept="application/json,.json" value={genesis} onChange={setGenesis} clearable clearButtonProps={{ 'aria-label': t('check.clear') }} />
          <FileInput label={t('check.checkpoint')} description={t('check.checkpointHint')} placeholder={t('check.choose')} accept="application/json,.json" value={checkpoint} onChange={setCheckpoint} clearable clearButtonProps={{ 'aria-label': t('check.clear') }} />
        </Stack>
      </Section>
      <div role="status">{checked.data !== undefined && <Verdict of={checked.data} />}</div>
    </div>
  );
}
