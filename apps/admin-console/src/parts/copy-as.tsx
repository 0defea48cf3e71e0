import { Button, Group, Popover, Stack, Text } from '@mantine/core';
import { IconTerminal2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Recipe } from '../platform/recipe';
import { CopyButton } from './copy-button';

function Snippet({ title, text }: { readonly title: string; readonly text: string }) {
  const { t } = useTranslation();
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text size="xs" fw={600}>
          {title}
        </Text>
        <CopyButton value={text} label={t('copy.what', { what: title })} />
      </Group>
      <pre className="json short" tabIndex={0} role="region" aria-label={title}>
        {text}
      </pre>
    </div>
  );
}

export function Recipes({ of }: { readonly of: Recipe }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <Snippet title={t('copy.rest')} text={of.rest} />
      {of.cli !== undefined && <Snippet title={t('copy.cli')} text={of.cli} />}
    </Stack>
  );
}

/** Beside every action: the REST call and the command that do the same. */
export function CopyAs({ of, compact = false }: { readonly of: Recipe; readonly compact?: boolean }) {
  const { t } = useTranslation();
  return (
    <Popover width="min(36rem, calc(100vw - 2rem))" position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="subtle" color="gray" size="xs" className="copy-as" leftSection={<IconTerminal2 size={15} aria-hidden />} aria-label={t('copy.as')} title={t('copy.as')}>
          {compact ? t('copy.asShort') : t('copy.as')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('copy.as')}>
        <Recipes of={of} />
      </Popover.Dropdown>
    </Popover>
  );
}
