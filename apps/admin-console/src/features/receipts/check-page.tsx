import { FileInput, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHead, Section } from '../../parts/page-head';
import { ProblemPanel } from '../../parts/problem-panel';
import { check, whatItSays } from './check';
import { GenesisWanted } from './genesis-wanted';
import { Verdict } from './verdict';

export function CheckPage() {
  const { t } = useTranslation();
  return (
    <div>
      <PageHead title={t('nav.check')} lead={t('check.lead')} />
      <CheckFiles isSignedIn />
    </div>
  );
}

const idOf = (file: File | null) => [file?.name, file?.size, file?.lastModified];

/** Receipts are checked on this page, by this browser: nothing is sent anywhere, and whoever serves the page is not asked. @param isSignedIn whether the control plane may be asked for a genesis document */
export function CheckFiles({ isSignedIn }: { readonly isSignedIn: boolean }) {
  const { t } = useTranslation();
  const [evidence, setEvidence] = useState<File | null>(null);
  const [genesis, setGenesis] = useState<File | null>(null);
  const [checkpoint, setCheckpoint] = useState<File | null>(null);
  const said = useQuery({ queryKey: ['said', ...idOf(evidence)], queryFn: () => whatItSays(evidence!), enabled: evidence !== null, gcTime: 0, retry: false });
  const checked = useQuery({
    queryKey: ['check', ...[evidence, genesis, checkpoint].map(idOf)],
    queryFn: () => check(evidence!, genesis!, checkpoint),
    enabled: evidence !== null && genesis !== null,
    gcTime: 0,
    retry: false,
  });
  const file = { placeholder: t('check.choose'), accept: 'application/json,.json', clearable: true, clearButtonProps: { 'aria-label': t('check.clear') } } as const;
  return (
    <>
      <Section title={t('check.files')}>
        <Stack gap="sm" maw="30rem">
          <FileInput label={t('check.evidence')} description={t('check.evidenceHint')} value={evidence} onChange={setEvidence} {...file} />
          <FileInput label={t('check.genesis')} description={t('check.genesisHint')} value={genesis} onChange={setGenesis} {...file} />
          <FileInput label={t('check.checkpoint')} description={t('check.checkpointHint')} value={checkpoint} onChange={setCheckpoint} {...file} />
        </Stack>
      </Section>
      <div role="status">
        {evidence !== null && genesis === null && said.data !== undefined && <GenesisWanted said={said.data} onFound={isSignedIn ? setGenesis : undefined} />}
        {evidence !== null && genesis !== null && checked.data !== undefined && <Verdict of={checked.data} />}
        {checked.error !== null && <ProblemPanel error={checked.error} />}
      </div>
    </>
  );
}
