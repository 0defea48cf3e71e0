import { ActionIcon, CopyButton as MantineCopy, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

interface CopyButtonProps {
  readonly value: string;
  /** What is copied, for the button's name. */
  readonly label: string;
}

export function CopyButton({ value, label }: CopyButtonProps) {
  const { t } = useTranslation();
  return (
    <MantineCopy value={value} timeout={1_500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t('copy.done') : label}>
          <ActionIcon variant="subtle" color="gray" size="sm" className="copy" onClick={copy} aria-label={copied ? t('copy.done') : label}>
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        </Tooltip>
      )}
    </MantineCopy>
  );
}
