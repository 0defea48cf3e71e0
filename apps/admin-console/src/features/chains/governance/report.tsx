import type { ReportView, SampleView } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../../parts/facts';
import { Sign } from '../../../parts/sign';
import { useFormat } from '../../../platform/format';
import { useWords } from '../../../platform/texts';
import { factsOf } from './facts-of';
import { PlanLines } from './plan-lines';
import { NoMoreAccepted, TriedCommands } from './tried-commands';

/** What a change would do, as it was tried out: whether it can, what becomes of records, who must upgrade first, records before and after. */
export function Report({ chainId, report, isPlanSaid = false }: { readonly chainId: string; readonly report: ReportView; readonly isPlanSaid?: boolean }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const { refusal, plan, entries, blocks, tookMs, height, software, samples, leftBehind, commands } = report;
  const isLess = leftBehind.length > 0 || commands.some(({ tried, accepted }) => accepted < tried);
  const sign = refusal !== null ? 'bad' : isLess ? 'warn' : 'good';
  const named = (standing: 'lacks' | 'unheard') => software.filter((seat) => seat.standing === standing).map(({ label }) => label).join(', ');
  const seconds = format.number(Math.max(0.1, Math.round(tookMs / 100) / 10));
  return (
    <div className={`note ${sign === 'good' ? 'good' : 'warn'}`}>
      <NoMoreAccepted commands={commands} />
      <Sign kind={sign}>{refusal === null ? t('rehearsal.can', { height: format.number(height) }) : t('rehearsal.cannot', { why: words(refusal.words) })}</Sign>
      {leftBehind.map(({ module, store, words: said }) => <p key={`${module} ${store}`}><Sign kind="warn">{words(said)}</Sign></p>)}
      {!isPlanSaid && <PlanLines plan={plan} />}
      <p>{t(entries === 0 ? 'rehearsal.nothingToCarry' : 'rehearsal.carried', { entries: format.counted('entries', entries), blocks: format.counted('blocks', blocks), seconds })}</p>
      {commands.map((tried) => <TriedCommands key={tried.module} chainId={chainId} tried={tried} />)}
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
