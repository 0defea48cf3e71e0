import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CheckFiles } from '../receipts/check-page';
import { Gate } from './gate';

/** For an auditor who has a receipt and no account: nothing here asks the control plane. */
export function CheckAlonePage() {
  const { t } = useTranslation();
  return (
    <Gate title={t('nav.check')} lead={t('check.lead')}>
      <CheckFiles isSignedIn={false} />
      <Anchor component={Link} to="/sign-in" size="sm">
        {t('check.signIn')}
      </Anchor>
    </Gate>
  );
}
