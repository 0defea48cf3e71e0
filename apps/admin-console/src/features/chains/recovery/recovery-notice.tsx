import type { ChainView } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../../parts/links';

/** On every page of a chain whose validators have forgotten what they signed. */
export function RecoveryNotice({ chain }: { readonly chain: ChainView }) {
  const { t } = useTranslation();
  if (chain.validatorsForgot === 0) return null;
  return (
    <div className="note warn" role="alert">
      <p>{t('recovery.notice', { count: chain.validatorsForgot, of: chain.validators })}</p>
      <ButtonLink to="/chains/$chainId/recovery" params={{ chainId: chain.chainId }} size="xs" mt="xs">
        {t('recovery.see')}
      </ButtonLink>
    </div>
  );
}
