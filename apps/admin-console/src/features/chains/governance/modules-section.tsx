import type { ChainModulesView, ChainView, RehearsalView } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../parts/page-head';
import { Sign } from '../../../parts/sign';
import { Age, Time } from '../../../parts/time';
import { useFormat } from '../../../platform/format';
import { queries } from '../../../platform/queries';
import { useWords } from '../../../platform/texts';
import { Trial } from './rehearse';

/** What was tried out lately, and how far an approved change of modules has come. */
export function ModulesSection({ chain }: { readonly chain: ChainView }) {
  const { t } = useTranslation();
  const words = useWords();
  const modules = useQuery(queries.modulesInForce(chain.chainId));
  const rehearsals = useQuery(queries.rehearsals(chain.chainId)).data ?? [];
  return (
    <Section title={t('modulesNow.title')} note={t('modulesNow.note')}>
      {modules.data !== undefined && <Standing modules={modules.data} />}
      {rehearsals.length === 0 && <p className="hint">{t('rehearsal.none')}</p>}
      {rehearsals.length > 0 && <h3>{t('modulesNow.tried')}</h3>}
      {rehearsals.map(({ id, words: sentences, askedAtMs, proposal, ...rehearsal }) => (
        <details key={id}>
          <summary>
            {proposal !== null && `${t('modulesNow.ofProposal', { id: proposal })} · `}
            {sentences.map((sentence) => words(sentence)).join(' ')} · {t(`modulesNow.outcome.${outcomeOf(rehearsal)}`)} · <Time ms={askedAtMs} /> (<Age ms={askedAtMs} />)
          </summary>
          <Trial chainId={chain.chainId} id={id} />
        </details>
      ))}
    </Section>
  );
}

/** What came of one, in a word. */
function outcomeOf({ state, report }: Pick<RehearsalView, 'state' | 'report'>): 'running' | 'failed' | 'can' | 'cannot' {
  if (state === 'running') return 'running';
  if (state === 'failed' || report === null) return 'failed';
  return report.refusal === null ? 'can' : 'cannot';
}

/** Which set is in force; how many entries are carried over, and when the switch comes. */
export function Standing({ modules: { set, firstHeights, due, migrating } }: { readonly modules: ChainModulesView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const inForce = set === 0 ? t('modulesNow.founding') : t('modulesNow.since', { count: set, height: format.number(firstHeights[set] ?? 0) });
  return (
    <div aria-live="polite">
      <p><Sign kind="good">{inForce}</Sign></p>
      {due !== null && <p><Sign kind="busy">{t('modulesNow.due', { id: due.change, height: format.number(due.lastHeight) })}</Sign></p>}
      {migrating !== null && <p className="figure">{t(migrating.isDone ? 'modulesNow.carriedOver' : 'modulesNow.carrying', { entries: format.counted('entries', migrating.entries), height: format.number(migrating.firstHeight) })}</p>}
    </div>
  );
}
