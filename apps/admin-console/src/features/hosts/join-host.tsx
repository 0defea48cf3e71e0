import type { JoinTokenCreated } from '@bystack/api';
import { Button, Group, Modal, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../parts/busy-button';
import { CopyAs } from '../../parts/copy-as';
import { CopyButton } from '../../parts/copy-button';
import { ProblemPanel } from '../../parts/problem-panel';
import { Time } from '../../parts/time';
import { recipe } from '../../platform/recipe';
import { useChange } from '../../platform/use-change';

/** Makes a join token and shows the one command that enrols a machine with it. */
export function JoinHost({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const make = useChange<JoinTokenCreated>(['hosts']);
  return (
    <Modal opened onClose={onClose} title={t('join.title')} closeButtonProps={{ 'aria-label': t('close') }} size="lg">
      <Stack>
        <p className="hint">{t('join.what')}</p>
        {make.data !== undefined && (
          <div role="status">
            <Group justify="space-between" mb={4}>
              <strong>{t('join.command')}</strong>
              <CopyButton value={make.data.command} label={t('join.copy')} />
            </Group>
            <pre className="json short" tabIndex={0} role="region" aria-label={t('join.command')}>
              {make.data.command}
            </pre>
            <p className="hint">
              {t('join.once')} <Time ms={make.data.expiresAtMs} />
            </p>
          </div>
        )}
        {make.error !== null && <ProblemPanel error={make.error} />}
        <Group justify="space-between">
          <CopyAs of={recipe('POST', '/hosts/join-tokens', {}, ['hosts', 'join-token'])} />
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('close')}
            </Button>
            {make.data === undefined && (
              <BusyButton busy={make.isPending} onClick={() => make.mutate({ path: '/hosts/join-tokens', body: {} })}>
                {t('join.make')}
              </BusyButton>
            )}
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}
