import type { Operation } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { Sign } from '../../parts/sign';

const KIND = { running: 'busy', succeeded: 'good', failed: 'bad' } as const;

export function OperationSign({ operation }: { readonly operation: Operation }) {
  const { t } = useTranslation();
  return <Sign kind={KIND[operation.state]}>{t(`operationState.${operation.state}`)}</Sign>;
}

/** `Create chain “Orchard”`, or what failed: `Chain “Orchard” could not be created` */
export function useOperationTitle(): (operation: Operation) => string {
  const { t } = useTranslation();
  return ({ kind, state, subject: { name } }) => t(state === 'failed' ? `operationFailed.${kind}` : `operationKind.${kind}`, { name });
}
