import { Anchor, SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PageHead, Section } from '../../parts/page-head';
import { ChangePassword } from './change-password';
import { LanguageSwitch } from './language-switch';

const SCHEMES = ['auto', 'light', 'dark'] as const;

export function SettingsPage() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes = SCHEMES.map((value) => ({ value, label: t(`theme.${value}`) }));
  return (
    <div>
      <PageHead title={t('nav.settings')} lead={t('settings.lead')} />
      <Section title={t('language.name')}>
        <LanguageSwitch />
      </Section>
      <Section title={t('theme.name')}>
        <SegmentedControl size="xs" aria-label={t('theme.name')} data={schemes} value={colorScheme} onChange={(value) => setColorScheme(value as (typeof SCHEMES)[number])} />
      </Section>
      <Section title={t('field.password')} note={t('password.note')}>
        <ChangePassword />
      </Section>
      <Section title={t('settings.programs')}>
        <Stack gap={4}>
          <Text>{t('settings.programsText')}</Text>
          <Anchor href="/api/docs">{t('settings.reference')}</Anchor>
        </Stack>
      </Section>
    </div>
  );
}
