import type { ChainState, ChainView } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { Sign, type SignKind } from '../../parts/sign';
import { Age } from '../../parts/time';
import { useWords } from '../../platform/texts';

const CHAIN_SIGN: Readonly<Record<ChainState, SignKind>> = {
  creating: 'busy', starting: 'busy', stopping: 'busy', deleting: 'busy',
  running: 'good', degraded: 'warn', stalled: 'bad', failed: 'bad', stopped: 'still', unknown: 'unknown',
};

/** The chain's state as a sentence with its age. */
export function ChainSentence({ chain }: { readonly chain: ChainView }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <span>
      <Sign kind={CHAIN_SIGN[chain.state]}>{t(`chainState.${chain.state}`)}</Sign>
      <span className="sub">
        {words(chain.stateReason)}
        {chain.finalTimeMs !== null && (
          <>
            {' · '}
            {t('chain.lastFinal')} <Age ms={chain.finalTimeMs} />
          </>
        )}
      </span>
    </span>
  );
}
