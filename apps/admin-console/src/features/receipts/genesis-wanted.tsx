import { Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../parts/busy-button';
import { Facts } from '../../parts/facts';
import { Section } from '../../parts/page-head';
import { ProblemPanel } from '../../parts/problem-panel';
import { Sign } from '../../parts/sign';
import { getText } from '../../platform/api';
import type { Said } from './check';

/** What somebody needs who was handed a receipt and nothing else. @param onFound takes the genesis document that this control plane keeps; undefined: it is not to be asked */
export function GenesisWanted({ said: { kind, chainId }, onFound }: { readonly said: Said; readonly onFound: ((genesis: File) => void) | undefined }) {
  const { t } = useTranslation();
  const fetching = useMutation({
    mutationFn: async (id: string) => new File([await getText(`/chains/${id}/genesis`)], `${id.slice(0, 12)}.genesis.json`, { type: 'application/json' }),
    onSuccess: onFound,
  });
  if (kind === 'other' || chainId === undefined) return <Sign kind="bad">{t('check.noEvidence')}</Sign>;
  return (
    <Section title={t('check.wanted')}>
      <Stack gap="sm" align="flex-start">
        <Sign kind="unknown">{t('check.notChecked')}</Sign>
        <Facts rows={[[t('check.says'), t(kind === 'receipt' ? 'check.saysReceipt' : 'check.saysState')], [t('check.saysChain'), <code key="chain">{chainId}</code>]]} />
        <Text size="sm" maw="46rem">
          {t('check.wantedText')}
        </Text>
        {onFound !== undefined && (
          <>
            <BusyButton variant="default" busy={fetching.isPending} onClick={() => fetching.mutate(chainId)}>
              {t('check.fromHere')}
            </BusyButton>
            <Text size="xs" c="dimmed" maw="46rem">
              {t('check.fromHereNote')}
            </Text>
            {fetching.error !== null && <ProblemPanel error={fetching.error} title={t('check.notHere')} />}
          </>
        )}
      </Stack>
    </Section>
  );
}
