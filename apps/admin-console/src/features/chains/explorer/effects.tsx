import type { ChainView, EffectView, JsonObject } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { Raw } from '../../../parts/raw';
import { Section } from '../../../parts/page-head';
import { useVocabulary } from '../use-vocabulary';
import { Moves } from './moves';

interface EffectsProps {
  readonly chain: ChainView;
  readonly effects: readonly EffectView[];
  readonly height: number | undefined;
  /** What the chain itself did there: a block gives rewards, a transaction's open inputs get what came. */
  readonly own: 'reward' | 'openInputs';
}

/** What modules did to assets, each on its own: by a call, or at the end of a block. */
export function Effects({ chain, effects, height, own }: EffectsProps) {
  const { t } = useTranslation();
  const vocabulary = useVocabulary(chain.chainId, height);
  return effects.map((effect, index) => {
    const title = effect.module === 'kernel' ? t(`moves.${own}`) : t('moves.byModule', { module: vocabulary.module(effect.module) });
    return (
      <Section key={index} title={title}>
        <Moves chain={chain} of={effect} caption={title} height={height} />
        <Raw value={effect as unknown as JsonObject} label={title} />
      </Section>
    );
  });
}
