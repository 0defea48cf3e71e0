import type { ChainView, HolderView } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { Time } from '../../../parts/time';
import { KeyName } from '../key-name';
import { useVocabulary } from '../use-vocabulary';

/** Who holds an output, or where what is in it comes from or goes to. */
export function Holder({ chain, who, height }: { readonly chain: ChainView; readonly who: HolderView; readonly height: number | undefined }) {
  const { t } = useTranslation();
  const vocabulary = useVocabulary(chain.chainId, height);
  if (who.kind === 'issue' || who.kind === 'retire') return <em>{t(`moves.${who.kind}`)}</em>;
  if (who.kind === 'module') {
    const kept = t(who.owner === undefined ? 'moves.ofModule' : 'moves.withModule', { module: vocabulary.module(who.module) });
    return (
      <div>
        {who.owner !== undefined && <KeyName chain={chain} publicKey={who.owner} />}
        {who.owner === undefined ? kept : <span className="sub">{kept}</span>}
      </div>
    );
  }
  return (
    <div>
      {who.keys.map((key) => (
        <div key={key}>
          <KeyName chain={chain} publicKey={key} />
        </div>
      ))}
      {who.keys.length > 1 && <span className="sub">{t('moves.together', { count: who.threshold, of: who.keys.length })}</span>}
      {who.notBeforeMs !== undefined && (
        <span className="sub">
          {t('moves.notBefore')} <Time ms={who.notBeforeMs} />
        </span>
      )}
    </div>
  );
}
