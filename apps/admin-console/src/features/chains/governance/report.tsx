import type { Json, ReportView, SampleView } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { type Fact, Facts } from '../../../parts/facts';
import { Sign } from '../../../parts/sign';
import { useFormat } from '../../../platform/format';
import { useWords } from '../../../platform/texts';
import { PlanLines } from './plan-lines';

/** What a change would do, as it was tried out: whether it can, what becomes of records, who must upgrade first, records before and after. */
export function Report({ report, isPlanSaid = false }: { readonly report: ReportView; readonly isPlanSaid?: boolean }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const { refusal, plan, entries, blocks, tookMs, height, software, samples, leftBehind } = report;
  const sign = refusal !== null ? 'bad' : leftBehind.length > 0 ? 'warn' : 'good';
  const named = (standing: 'lacks' | 'unheard') => software.filter((seat) => seat.standing === standing).map(({ label }) => label).join(', ');
  const seconds = format.number(Math.max(0.1, Math.round(tookMs / 100) / 10));
  return (
    <div className={`note ${sign === 'good' ? 'good' : 'warn'}`}>
      <Sign kind={sign}>{refusal === null ? t('rehearsal.can', { height: format.number(height) }) : t('rehearsal.cannot', { why: words(refusal.words) })}</Sign>
      {leftBehind.map(({ module, store, words: said }) => <p key={`${module} ${store}`}><Sign kind="warn">{words(said)}</Sign></p>)}
      {!isPlanSaid && <PlanLines plan={plan} />}
      <p>{t(entries === 0 ? 'rehearsal.nothingToCarry' : 'rehearsal.carried', { entries: format.counted('entries', entries), blocks: format.counted('blocks', blocks), seconds })}</p>
      {named('lacks') !== '' && <p><Sign kind="warn">{t('rehearsal.upgrade', { seats: named('lacks') })}</Sign></p>}
      {named('unheard') !== '' && <p>{t('rehearsal.unheard', { seats: named('unheard') })}</p>}
      {samples.length > 0 && (
        <details>
          <summary>{t('rehearsal.samples', { count: samples.length })}</summary>
          {samples.map((sample, index) => <Sample key={index} sample={sample} />)}
        </details>
      )}
    </div>
  );
}

function Sample({ sample: { store, before, after } }: { readonly sample: SampleView }) {
  const { t } = useTranslation();
  return (
    <div className="before-after">
      <div>
        <h4>{t('rehearsal.before', { store })}</h4>
        <Facts rows={factsOf(before)} />
      </div>
      <div>
        <h4>{t('rehearsal.after')}</h4>
        {after.length === 0 && <p className="hint">{t('rehearsal.nothing')}</p>}
        {after.map(({ store: into, value }, index) => <Facts key={index} rows={factsOf(value, into)} />)}
      </div>
    </div>
  );
}

/** A value by its parts: `name`, `roles`, `address.city`. @param whole the name of what has no parts */
function factsOf(value: Json, whole = ''): readonly Fact[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[whole || '·', <span key="value" className="figure">{lineOf(value)}</span>]];
  return Object.entries(value).flatMap(([name, part]): readonly Fact[] => {
    const isGroup = typeof part === 'object' && part !== null && !Array.isArray(part);
    return isGroup ? factsOf(part).map(([below, shown]) => [`${name}.${below}`, shown] as const) : [[name, lineOf(part as Json)]];
  });
}

function lineOf(value: Json): string {
  return Array.isArray(value) ? value.map((part) => lineOf(part)).join(', ') : typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
