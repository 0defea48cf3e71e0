import { objectOf, type ChainView, type EventView, type JsonObject, type ModuleCard, type QueryAnswer, type TransactionView } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { TextLink } from '../../../parts/links';
import { Loaded } from '../../../parts/loaded';
import { Section } from '../../../parts/page-head';
import { query } from '../../../platform/api';
import { shorten, useFormat } from '../../../platform/format';
import { queries } from '../../../platform/queries';
import { Said } from '../said/said';
import type { Fields } from '../said/said-rows';
import { useRulesThen } from '../use-rules-then';
import { useVocabulary } from '../use-vocabulary';

/** So many are shown; what happened to the others stands among the events. */
const SHOWN_MAX = 8;

interface Version extends JsonObject {
  readonly version: number;
  readonly state: string;
  readonly txId: string;
}

/** Records that a transaction made, changed or found there, each as it was recorded then and whether it is still so. */
export function Recorded({ chain, tx }: { readonly chain: ChainView; readonly tx: TransactionView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const then = useRulesThen(chain.chainId, tx.height);
  const cards = useQuery({ ...queries.commands(chain.chainId, then?.set), enabled: then !== undefined }).data ?? [];
  const records = tx.events.filter((event) => isOfRecord(event, cards));
  if (records.length === 0 || tx.height === undefined || tx.timeMs === undefined) return null;
  const left = records.length - SHOWN_MAX;
  return (
    <Section title={t('tx.recorded')} note={t('tx.recordedNote', { height: format.number(tx.height), time: format.time(tx.timeMs) })}>
      <ul className="proposals">
        {records.slice(0, SHOWN_MAX).map((event, index) => <li key={index} className="proposal"><RecordThen chain={chain} event={event} txId={tx.txId} set={then?.set} /></li>)}
      </ul>
      {left > 0 && <p className="hint">{t('tx.recordedMore', { count: left })}</p>}
    </Section>
  );
}

/** A record that its module tells every version of. */
function isOfRecord({ module, data }: EventView, cards: readonly ModuleCard[]): boolean {
  const { type, key } = objectOf(data);
  const args = objectOf(cards.find(({ name }) => name === module)?.queries.find(({ name }) => name === 'history')?.args.properties);
  return typeof type === 'string' && typeof key === 'string' && args.type !== undefined && args.key !== undefined;
}

interface RecordThenProps {
  readonly chain: ChainView;
  readonly event: EventView;
  readonly txId: string;
  /** Of modules by whose rules it was recorded; undefined: those in force. */
  readonly set: number | undefined;
}

function RecordThen({ chain, event: { module, name, height, data }, txId, set }: RecordThenProps) {
  const { t } = useTranslation();
  const { type, key } = objectOf(data);
  const fields = useVocabulary(chain.chainId, height).eventFields(module, name);
  const path = `/chains/${chain.chainId}/queries/${module}/history${set === undefined ? '' : `?set=${set}`}`;
  const history = useQuery({ queryKey: ['lookup', chain.chainId, set ?? 'in force', module, 'history', type, key], queryFn: () => query<QueryAnswer>(path, { type, key }), retry: false });
  return (
    <Loaded of={history}>
      {({ answer }) => {
        const { versions } = objectOf(answer);
        const all = Array.isArray(versions) ? (versions as unknown as readonly Version[]) : [];
        const [then, newest] = [all.find((version) => version.txId === txId), all.at(-1)];
        return (
          <div>
            <Said chain={chain} value={{ type: type!, key: key!, ...(then && { state: then.state, version: then.version }) }} fields={fields} />
            {newest !== undefined && (then?.version === newest.version ? <p>{t('tx.unchanged')}</p> : <Since chain={chain} newest={newest} isKnown={then !== undefined} fields={fields} />)}
            {then?.data !== undefined && (
              <details className="raw">
                <summary>{t('tx.recordThen')}</summary>
                <Said chain={chain} value={then.data} />
              </details>
            )}
          </div>
        );
      }}
    </Loaded>
  );
}

interface SinceProps {
  readonly chain: ChainView;
  readonly newest: Version;
  /** Whether it is known what it said then. */
  readonly isKnown: boolean;
  readonly fields: Fields;
}

/** What became of it later, and by which transaction. */
function Since({ chain, newest: { version, state, txId }, isKnown, fields }: SinceProps) {
  const { t } = useTranslation();
  return (
    <>
      <p>
        {t(isKnown ? 'tx.changedSince' : 'tx.isNow')}{' '}
        <TextLink underline="always" to="/chains/$chainId/explorer/transactions/$txId" params={{ chainId: chain.chainId, txId }}>
          <code>{shorten(txId)}</code>
        </TextLink>
      </p>
      <Said chain={chain} value={{ state, version }} fields={fields} />
    </>
  );
}
