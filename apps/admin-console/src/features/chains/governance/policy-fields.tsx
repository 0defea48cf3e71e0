import type { PolicyView } from '@bystack/api';
import { NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WishedPolicy } from './wish';

const DAY_MS = 24 * 60 * 60 * 1000;

interface PolicyFieldsProps {
  readonly now: PolicyView;
  readonly policy: WishedPolicy;
  readonly onChange: (policy: WishedPolicy) => void;
}

/** How validators shall decide; what is left empty stays as it is, which each field says. */
export function PolicyFields({ now, policy, onChange }: PolicyFieldsProps) {
  const { t } = useTranslation();
  const fields = [
    ['approvalPercent', now.approvalPercent, 1, 100],
    ['quorumPercent', now.quorumPercent, 0, 100],
    ['expiryDays', Math.round((now.expiryMs / DAY_MS) * 100) / 100, 1, 366],
    ['delayBlocks', now.delayBlocks, 0, 1_000_000],
  ] as const;
  return (
    <>
      <p className="hint">{t('propose.policyHint')}</p>
      {fields.map(([name, present, min, max]) => (
        <NumberInput
          key={name}
          label={t(`propose.policy.${name}`)}
          description={t(name === 'quorumPercent' && now.quorum <= now.needed ? 'propose.policyNowEnough' : 'propose.policyNow', { value: present })}
          allowDecimal={false}
          min={min}
          max={max}
          value={policy[name] ?? ''}
          onChange={(value) => onChange({ ...policy, [name]: typeof value === 'number' ? value : null })}
        />
      ))}
    </>
  );
}
