import type { ChainView, DecidedWhole, Json } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { JsonView } from '../../../parts/json-view';
import { Loaded } from '../../../parts/loaded';
import { useFormat } from '../../../platform/format';
import { queries } from '../../../platform/queries';
import { useWords } from '../../../platform/texts';
import { NowAndThen } from './arithmetic';

/** What a proposal that is over changed, or would have: read when somebody opens it. */
export function WhatChanged({ chain, id, tookEffect }: { readonly chain: ChainView; readonly id: number; readonly tookEffect: boolean }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const whole = useQuery({ ...queries.decidedOne(chain.chainId, id), enabled: isOpen });
  return (
    <details className="rule-changes" onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>{t(tookEffect ? 'decided.changed' : 'decided.wouldChange')}</summary>
      {isOpen && <Loaded of={whole}>{(decided) => <Changed decided={decided} />}</Loaded>}
    </details>
  );
}

/** Against what was in force then, never against what is now. */
function Changed({ decided: { id, height, changes, changed: { values, rules, isWhole } } }: { readonly decided: DecidedWhole }) {
  const { t } = useTranslation();
  const say = useWords();
  const format = useFormat();
  const isNothing = values.length + rules.length === 0;
  return (
    <>
      <p className="hint">{t(isNothing ? 'decided.nothingBeside' : 'decided.asOfThen', { height: format.number(height) })}</p>
      {values.length > 0 && <NowAndThen label={t('proposal.values')} head={t('decided.what')} times={[t('decided.before'), t('decided.after')]} rows={values.map(({ name, now, then }) => [say(name), say(now), say(then)] as const)} />}
      {rules.length > 0 && (
        <>
          <p>{t('decided.rules', { count: rules.length })}</p>
          <ul>{rules.map((sentence, index) => <li key={index}>{say(sentence)}</li>)}</ul>
        </>
      )}
      {!isWhole && <p className="note">{t('decided.notWhole')}</p>}
      <details className="raw">
        <summary>{t('decided.whole')}</summary>
        <JsonView value={changes as unknown as Json} label={t('decided.wholeOf', { id })} />
      </details>
    </>
  );
}
