import type { LostBlocks } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { Time } from '../../../parts/time';
import { useFormat } from '../../../platform/format';

/** Which blocks nobody has any more, and from when to when they were. */
export function LostSentence({ lost }: { readonly lost: LostBlocks | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (lost === null) return <p>{t('recovery.lostUnknown')}</p>;
  return (
    <p>
      {t('recovery.lost', { first: format.number(lost.firstHeight), last: format.number(lost.lastHeight), count: lost.lastHeight - lost.firstHeight + 1 })} <Time ms={lost.sinceMs} /> – <Time ms={lost.untilMs} />
    </p>
  );
}
