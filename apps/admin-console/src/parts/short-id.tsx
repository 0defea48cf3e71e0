import { useTranslation } from 'react-i18next';
import { shorten } from '../platform/format';
import { CopyButton } from './copy-button';

/** An id shortened to its ends (or to what is said to be shown of it), whole on hover and in the clipboard. */
export function ShortId({ id, whole = false, head, tail, shown }: { readonly id: string; readonly whole?: boolean; readonly head?: number; readonly tail?: number; readonly shown?: string }) {
  const { t } = useTranslation();
  return (
    <span className={whole ? 'id whole' : 'id'}>
      <code title={id}>{shown ?? (whole ? id : shorten(id, head, tail))}</code>
      <CopyButton value={id} label={t('copy.id', { id: shorten(id) })} />
    </span>
  );
}
