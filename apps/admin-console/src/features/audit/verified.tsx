import type { AuditVerification } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Sign } from '../../parts/sign';
import { get } from '../../platform/api';
import { useFormat } from '../../platform/format';

/** What the control plane finds when it reads the whole trail and holds it against what hosts keep. Asked once a visit: it reads every entry. */
export function Verified() {
  const { data } = useQuery({ queryKey: ['audit-verification'], queryFn: () => get<AuditVerification>('/audit/verification') });
  return data === undefined ? null : (
    <p>
      <Finding of={data} />
    </p>
  );
}

function Finding({ of: { entries, firstFault, witnesses } }: { readonly of: AuditVerification }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (firstFault) return <Sign kind="bad">{t(`audit.fault.${firstFault.reason}`, { sequence: format.number(firstFault.sequence) })}</Sign>;
  const counts = { entries: format.number(entries), witnesses: format.number(witnesses) };
  return witnesses === 0 ? <Sign kind="warn">{t('audit.holdsAlone', counts)}</Sign> : <Sign kind="good">{t('audit.holds', counts)}</Sign>;
}
