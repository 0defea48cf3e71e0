import type { OutlookView, ValueChange } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../../platform/texts';
import { PlanLines } from './plan-lines';

/** What a change leads to: now beside then, and why it cannot be, or not yet. */
export function Arithmetic({ outlook: { now, then, words, plan, values, rule, refusal, waits } }: { readonly outlook: OutlookView }) {
  const { t } = useTranslation();
  const say = useWords();
  const rows = [
    [t('proposal.validators'), now.validators, then?.validators],
    [t('proposal.quorum'), now.quorum, then?.quorum],
    [t('proposal.mayFail'), now.mayFail, then?.mayFail],
  ] as const;
  return (
    <div className="arithmetic">
      {values.length > 0 && <Values values={values} />}
      {plan.length > 0 && <PlanLines plan={plan} />}
      {then !== null && plan.length === 0 && rule === null && <table className="mini" aria-label={say(words)}>
        <thead>
          <tr>
            <th scope="col">{t('proposal.arithmetic')}</th>
            <th scope="col" className="right">{t('proposal.now')}</th>
            <th scope="col" className="right">{t('proposal.then')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([term, before, after]) => (
            <tr key={term}>
              <th scope="row">{term}</th>
              <td className="right figure">{before}</td>
              <td className="right figure">{after}</td>
            </tr>
          ))}
        </tbody>
      </table>}
      {rule !== null && <p className="note">{say(rule)}</p>}
      {refusal !== null && <p className="note warn" role="alert">{t('proposal.impossible', { why: say(refusal.words) })}</p>}
      {waits !== null && <p className="note">{t('proposal.notYet', { why: say(waits.words) })}</p>}
    </div>
  );
}

/** Parameters that become others: what each is now beside what it would be. */
function Values({ values }: { readonly values: readonly ValueChange[] }) {
  const { t } = useTranslation();
  const say = useWords();
  return (
    <table className="mini" aria-label={t('proposal.values')}>
      <thead>
        <tr>
          <th scope="col">{t('proposal.value')}</th>
          <th scope="col" className="right">{t('proposal.now')}</th>
          <th scope="col" className="right">{t('proposal.then')}</th>
        </tr>
      </thead>
      <tbody>
        {values.map(({ name, now, then }) => (
          <tr key={name.en}>
            <th scope="row">{say(name)}</th>
            <td className="right figure">{say(now)}</td>
            <td className="right figure">{say(then)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
