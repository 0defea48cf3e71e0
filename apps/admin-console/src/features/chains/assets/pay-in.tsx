import type { ChainView } from '@bystack/api';
import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../../platform/problem';
import { FeeAccount } from './fee-account';

/** The next step after a transaction that could not be paid for: paying in, right there. */
export function PayIn({ chain, error }: { readonly chain: ChainView; readonly error: unknown }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  if (problemOf(error).code !== 'FEE_UNPAID') return null;
  return (
    <>
      <Button size="xs" onClick={() => setIsOpen(true)}>
        {t('assets.fee.payIn')}
      </Button>
      <Modal opened={isOpen} onClose={() => setIsOpen(false)} title={t('assets.fee.payIn')} size="lg" closeButtonProps={{ 'aria-label': t('close') }}>
        <FeeAccount chain={chain} disabled={false} />
      </Modal>
    </>
  );
}
