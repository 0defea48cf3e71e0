import type { Json } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { JsonView } from './json-view';

/** What was told in words, as it is recorded: for whoever wants to see exactly that. */
export function Raw({ value, label }: { readonly value: Json; readonly label: string }) {
  const { t } = useTranslation();
  return (
    <details className="raw">
      <summary>{t('raw')}</summary>
      <JsonView value={value} label={label} />
    </details>
  );
}
