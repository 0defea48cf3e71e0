import type { BurialView } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../platform/format';

/** How deep something lies on its way to final, and how long that may take. */
export function BurialSentence({ burial, height }: { readonly burial: BurialView; readonly height: number | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const left = format.duration(burial.estimateMs);
  if (burial.depth === null) return <p>{t('submission.inNoBlock', { left })}</p>;
  return <p>{t('submission.buried', { height: format.number(height ?? 0), depth: format.number(burial.depth), more: format.number(burial.blocksLeft), left })}</p>;
}
