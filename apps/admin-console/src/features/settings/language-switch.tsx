import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { changeLanguage, LANGUAGES, type Language, useLanguage } from '../../platform/texts';

/** Each language is named in itself, so that its reader finds it. */
export function LanguageSwitch() {
  const { t } = useTranslation();
  const data = LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }));
  return <SegmentedControl size="xs" aria-label={t('language.name')} data={data} value={useLanguage()} onChange={(value) => void changeLanguage(value as Language)} />;
}
