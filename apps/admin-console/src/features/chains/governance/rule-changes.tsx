import type { ChainView, Json, Words } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { JsonView } from '../../../parts/json-view';
import { Loaded } from '../../../parts/loaded';
import { queries } from '../../../platform/queries';
import { useWords } from '../../../platform/texts';

/** What changes in the rules, to be opened before one votes; nothing where no rules change. @param children the whole text behind it */
export function RuleChanges({ rules = [], children }: { readonly rules?: readonly Words[]; readonly children?: ReactNode }) {
  const { t } = useTranslation();
  const words = useWords();
  if (rules.length === 0) return null;
  return (
    <details className="rule-changes">
      <summary>{t('proposal.rules', { count: rules.length })}</summary>
      <ul>{rules.map((sentence, index) => <li key={index}>{words(sentence)}</li>)}</ul>
      {children}
    </details>
  );
}

/** Everything a proposal changes, word for word. It may be long: it is read when somebody opens it. */
export function WholeProposal({ chain, id }: { readonly chain: ChainView; readonly id: number }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const whole = useQuery({ ...queries.proposal(chain.chainId, id), enabled: isOpen });
  return (
    <details className="raw" onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>{t('proposal.whole')}</summary>
      {isOpen && <Loaded of={whole}>{({ changes }) => <JsonView value={changes as unknown as Json} label={t('proposal.wholeOf', { id })} />}</Loaded>}
    </details>
  );
}
