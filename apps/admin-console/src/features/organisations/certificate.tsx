import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { download } from '../../parts/download';

export function Certificate({ name, pem }: { readonly name: string; readonly pem: string }) {
  const { t } = useTranslation();
  return (
    <Button size="compact-xs" variant="subtle" leftSection={<IconDownload size={14} aria-hidden />} aria-label={t('badges.downloadNamed', { name })} onClick={() => download(`${name}.pem`, pem, 'application/x-pem-file')}>
      {t('badges.certificate')}
    </Button>
  );
}
