import { useTranslation } from 'react-i18next';
import { shorten } from '../platform/format';
import { CopyButton } from './copy-button';

/** An id shortened to its ends, whole on hover and in the clipboard. */
export function ShortId({ id, whole = false, head }: { readonly id: string; readonly whole?: boolean; readonly head?: number }) {
  const { t } = useTranslation();
  return (
    <span className={whole ? 'id whole' : 'id'}>
      <code title={id}>{whole ? id : shorten(id, head)}</code>
      <CopyButton value={id} label={t('copy.id', { id: shorten(id) })} />
    </span>
  );
}
