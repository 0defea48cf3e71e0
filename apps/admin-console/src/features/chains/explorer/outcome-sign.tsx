import type { OutcomeView, TransactionState } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { Sign } from '../../../parts/sign';

/** What became of a transaction. */
export function OutcomeSign({ outcome, state }: { readonly outcome: OutcomeView | undefined; readonly state: TransactionState }) {
  const { t } = useTranslation();
  if (outcome?.kind === 'refused') return <Sign kind="warn">{t('tx.refused', { code: outcome.code })}</Sign>;
  if (outcome?.kind === 'accepted') return <Sign kind="good">{t('tx.accepted')}</Sign>;
  return <Sign kind={state === 'dropped' ? 'bad' : state === 'final' ? 'good' : 'unknown'}>{t(`txState.${state}`)}</Sign>;
}
