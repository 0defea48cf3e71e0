import type { ChangesTold, OutlookView } from '@bystack/api';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../../platform/texts';
import { PlanLines } from './plan-lines';
import { RuleChanges } from './rule-changes';

/** What a change leads to: now beside then, and why it cannot be, or not yet. @param children the whole text of what changes, where it can be read */
export function Arithmetic({ outlook: { now, then, words, rule, refusal, waits, ...told }, children }: { readonly outlook: OutlookView; readonly children?: ReactNode }) {
  const { t } = useTranslation();
  const say = useWords();
  const rows = [
    [t('proposal.validators'), now.validators, then?.validators],
    [t('proposal.quorum'), now.quorum, then?.quorum],
    [t('proposal.mayFail'), now.mayFail, then?.mayFail],
  ] as const;
  return (
    <div className="arithmetic">
      <WhatItDoes told={told}>{children}</WhatItDoes>
      {then !== null && told.plan.length === 0 && rule === null && <NowAndThen label={say(words)} head={t('proposal.arithmetic')} rows={rows} />}
      {rule !== null && <p className="note">{say(rule)}</p>}
      {refusal !== null && <p className="note warn" role="alert">{t('proposal.impossible', { why: say(refusal.words) })}</p>}
      {waits !== null && <p className="note">{t('proposal.notYet', { why: say(waits.words) })}</p>}
    </div>
  );
}

/** What changes do: values now and then, what becomes of records, what changes in the rules. @param children the whole text of it, where it can be read */
export function WhatItDoes({ told: { values, plan, rules }, children }: { readonly told: ChangesTold; readonly children?: ReactNode }) {
  const { t } = useTranslation();
  const say = useWords();
  const changed = values.map((value) => [say(value.name), say(value.now), say(value.then)] as const);
  return (
    <>
      {changed.length > 0 && <NowAndThen label={t('proposal.values')} head={t('proposal.value')} rows={changed} />}
      {plan.length > 0 && <PlanLines plan={plan} />}
      <RuleChanges rules={rules}>{children}</RuleChanges>
    </>
  );
}

interface NowAndThenProps {
  readonly label: string;
  /** Of the column of terms. */
  readonly head: string;
  /** Of the two others; left out: now and then. */
  readonly times?: readonly [string, string];
  readonly rows: readonly (readonly [term: string, now: ReactNode, then: ReactNode])[];
}

/** What each is now beside what it would be, or what it was beside what it became. */
export function NowAndThen({ label, head, times, rows }: NowAndThenProps) {
  const { t } = useTranslation();
  const [now, then] = times ?? [t('proposal.now'), t('proposal.then')];
  return (
    <table className="mini" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          <th scope="col" className="right">{now}</th>
          <th scope="col" className="right">{then}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([term, is, becomes]) => (
          <tr key={term}>
            <th scope="row">{term}</th>
            <td className="right figure">{is}</td>
            <td className="right figure">{becomes}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
